#pragma once

#include <map>

#include "demo.hpp"
#include "nrm/opennrm/instance.hpp"

namespace nrm::app {

// Nobody has confirmed her yet: the screen of waiting keys has something to show.
inline constexpr const char* kWaitsForKeys = "yulia";

// A few fictional cases and referrals, made by the members themselves through the API.
void add_demo_cases(Instance& instance, ManualClock& clock, const std::map<std::string, TeamId>& teams,
                    const std::vector<DemoAccount>& accounts);

}  // namespace nrm::app
