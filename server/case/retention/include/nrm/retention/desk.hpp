// What the behaviours need beside an act, and what the module brings along.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "nrm/jobs/jobs.hpp"
#include "nrm/log/act.hpp"
#include "nrm/pathway/pack.hpp"
#include "nrm/storage/migrations.hpp"

namespace nrm::retention {

// Both outlive the desk. Thread-safe.
struct Desk {
  log::Journal& journal;
  const pathway::Pack& pack;
  std::filesystem::path ledger_file;  // where erasures are mirrored; empty: nowhere
};

storage::Schema schema();
std::vector<ProblemType> retention_problems();
std::map<std::string, jobs::Handler> job_handlers(const Desk& desk);
// Clocks start when a case is closed and stop when it is opened again. At start, before the first act.
void register_reactions(log::Journal& journal, const pathway::Pack& pack);

}  // namespace nrm::retention
