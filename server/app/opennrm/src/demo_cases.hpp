#pragma once

#include <map>

#include "demo.hpp"
#include "nrm/opennrm/instance.hpp"

namespace nrm::app {

// A few fictional cases and referrals, made by the members themselves through the API.
void add_demo_cases(Instance& instance, const std::map<std::string, TeamId>& teams,
                    const std::vector<DemoAccount>& accounts);

}  // namespace nrm::app
