// The routes of a case's way along its tracks. Only app includes this.
#pragma once

#include <vector>

#include "nrm/access/http_session.hpp"
#include "nrm/http/route.hpp"
#include "nrm/identification/desk.hpp"

namespace nrm::identification {

std::vector<http::Route> identification_routes(const Desk& desk, access::SessionResolver sessions);

}  // namespace nrm::identification
