// What becomes of a team's clocks when another team takes its work over.
#pragma once

#include "nrm/log/act.hpp"

namespace nrm::clocks {

// Inside the act of the merger: who must act is the other team from now on.
void move_team(log::Act& act, const TeamId& from, const TeamId& into);

}  // namespace nrm::clocks
