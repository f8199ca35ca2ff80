// Where the disk is full and not even reading goes on, whom to call is the last thing that a member can be told.
#pragma once

#include <vector>

#include "nrm/access/http_session.hpp"
#include "nrm/http/route.hpp"
#include "nrm/pathway/pack.hpp"

namespace nrm::app {

// Each refusal for want of disk names the number on duty of the member's own team, or "none". References outlive the
// routes.
std::vector<http::Route> with_duty_phone(std::vector<http::Route> routes, access::SessionResolver sessions,
                                         log::Journal& journal, const pathway::Pack& pack);

}  // namespace nrm::app
