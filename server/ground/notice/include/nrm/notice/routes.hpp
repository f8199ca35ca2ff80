// The routes of notices and of mail about them. Only app includes this.
#pragma once

#include <vector>

#include "nrm/access/http_session.hpp"
#include "nrm/http/route.hpp"
#include "nrm/notice/desk.hpp"

namespace nrm::notice {

std::vector<http::Route> notice_routes(const Desk& desk, access::SessionResolver sessions);

}  // namespace nrm::notice
