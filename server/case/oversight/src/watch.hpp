// What acts tell of themselves, as anomalies.
#pragma once

#include "nrm/oversight/anomalies.hpp"

namespace nrm::oversight {

// Where the case is a living canary. `how` is "opened", "viewed", "found" or "refused".
void watch_canary(log::Act& act, std::string_view object, std::string_view how);

}  // namespace nrm::oversight
