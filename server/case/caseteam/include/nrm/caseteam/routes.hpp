// The routes of joint case teams. Only app includes this.
#pragma once

#include <vector>

#include "nrm/access/http_session.hpp"
#include "nrm/http/route.hpp"
#include "nrm/log/act.hpp"

namespace nrm::caseteam {

// The journal outlives the routes.
std::vector<http::Route> caseteam_routes(log::Journal& journal, access::SessionResolver sessions);

}  // namespace nrm::caseteam
