// The routes of duty rosters and of leaves. Only app includes this.
#pragma once

#include <vector>

#include "nrm/access/context.hpp"
#include "nrm/access/http_session.hpp"
#include "nrm/duty/roster.hpp"
#include "nrm/http/route.hpp"

namespace nrm::duty {

// Both outlive the routes.
std::vector<http::Route> duty_routes(const access::AccessContext& access, const pathway::Pack& pack,
                                     access::SessionResolver sessions);

}  // namespace nrm::duty
