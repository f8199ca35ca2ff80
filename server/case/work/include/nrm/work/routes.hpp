// The routes of the work lists. Only app includes this.
#pragma once

#include <vector>

#include "nrm/access/http_session.hpp"
#include "nrm/http/route.hpp"
#include "nrm/work/work.hpp"

namespace nrm::work {

std::vector<http::Route> work_routes(const Desk& desk, access::SessionResolver sessions);

}  // namespace nrm::work
