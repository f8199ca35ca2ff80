// What the behaviours need beside a session, and what the module brings along.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "nrm/jobs/jobs.hpp"
#include "nrm/log/act.hpp"
#include "nrm/pathway/pack.hpp"
#include "nrm/storage/migrations.hpp"

namespace nrm::handover {

// The pathway's clock of an answer; its breach tells both teams.
inline constexpr std::string_view kAnswerRule = "handover-answer";

// Both outlive the desk. Thread-safe.
struct Desk {
  log::Journal& journal;
  const pathway::Pack& pack;
};

storage::Schema schema();
std::vector<ProblemType> handover_problems();
// The end of an offer that nobody answered: one act by clock(handover-lapse), once, over any restart.
std::map<std::string, jobs::Handler> job_handlers(const Desk& desk);
// At start, before the first act.
void register_reactions(log::Journal& journal);

}  // namespace nrm::handover
