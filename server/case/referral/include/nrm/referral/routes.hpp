// The routes of referrals. Only app includes this.
#pragma once

#include <vector>

#include "nrm/access/http_session.hpp"
#include "nrm/http/route.hpp"
#include "nrm/referral/desk.hpp"

namespace nrm::referral {

std::vector<http::Route> referral_routes(const Desk& desk, access::SessionResolver sessions);

}  // namespace nrm::referral
