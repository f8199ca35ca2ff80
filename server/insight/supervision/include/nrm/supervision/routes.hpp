// The routes of the figures. Only app includes this.
#pragma once

#include <vector>

#include "nrm/access/http_session.hpp"
#include "nrm/http/route.hpp"
#include "nrm/supervision/supervision.hpp"

namespace nrm::supervision {

std::vector<http::Route> supervision_routes(const Desk& desk, const access::SessionResolver& sessions);

}  // namespace nrm::supervision
