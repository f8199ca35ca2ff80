// What the demonstration's teams offer, what is free with them, and who is on duty.
#pragma once

#include <map>
#include <string>

#include "nrm/kernel/id.hpp"

namespace nrm::app {

class Play;
// Signed-in case managers of the teams "border", "lake" and "hill" say so themselves.
void add_demo_help(Play& play, const std::map<std::string, TeamId>& teams);

}  // namespace nrm::app
