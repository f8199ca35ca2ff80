// The routes of oversight. Only the program includes this.
#pragma once

#include <vector>

#include "nrm/access/http_session.hpp"
#include "nrm/http/route.hpp"
#include "nrm/oversight/oversight.hpp"

namespace nrm::oversight {

std::vector<http::Route> oversight_routes(const Desk& desk, access::SessionResolver sessions);

}  // namespace nrm::oversight
