// The routes of a case's life. Only app includes this.
#pragma once

#include <vector>

#include "nrm/access/http_session.hpp"
#include "nrm/http/route.hpp"
#include "nrm/log/act.hpp"
#include "nrm/pathway/pack.hpp"

namespace nrm::caselife {

// Both outlive the routes.
std::vector<http::Route> caselife_routes(log::Journal& journal, const pathway::Pack& pack,
                                         access::SessionResolver sessions);

}  // namespace nrm::caselife
