// How the instance stands, for its administrators: teams and keys, the pack and its calendar, the machine. Numbers and
// the names of members; nothing about a case.
#pragma once

#include "nrm/access/http_session.hpp"
#include "nrm/opennrm/instance.hpp"

namespace nrm::app {

// The instance must outlive them.
std::vector<http::Route> state_routes(Instance& instance);

}  // namespace nrm::app
