// What the behaviours need beside a session, and what the module brings along.
#pragma once

#include <vector>

#include "nrm/log/act.hpp"
#include "nrm/pathway/pack.hpp"
#include "nrm/storage/migrations.hpp"
#include "nrm/work/item.hpp"

namespace nrm::identification {

// Both outlive the desk. Thread-safe.
struct Desk {
  log::Journal& journal;
  const pathway::Pack& pack;
};

storage::Schema schema();
std::vector<ProblemType> identification_problems();
// At start, before the first act.
void register_reactions(const Desk& desk);

// "move-case": a step whose latest time nears or has passed, for a team that holds the case and may take it;
// "paused-step": one whose times a member stopped. The pack outlives the source.
work::Source open_work(const pathway::Pack& pack);
// "overdue-step", for who coordinates: which team is late, by how much and its number; no case, no step.
work::Source coordination_work(const pathway::Pack& pack);

}  // namespace nrm::identification
