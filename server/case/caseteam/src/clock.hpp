#pragma once

#include "nrm/caseteam/caseteam.hpp"

namespace nrm::caseteam {

void start_clock(log::Act& act, const JointTeamId& id, UtcTime until);
void stop_clock(log::Act& act, const JointTeamId& id);

}  // namespace nrm::caseteam
