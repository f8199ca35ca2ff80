// The routes of hand-overs. Only app includes this.
#pragma once

#include <vector>

#include "nrm/access/http_session.hpp"
#include "nrm/handover/desk.hpp"
#include "nrm/http/route.hpp"

namespace nrm::handover {

std::vector<http::Route> handover_routes(const Desk& desk, access::SessionResolver sessions);

}  // namespace nrm::handover
