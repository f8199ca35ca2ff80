// The routes of attachments. Only app includes this.
#pragma once

#include <functional>
#include <vector>

#include "nrm/attachments/attachment.hpp"
#include "nrm/http/route.hpp"

namespace nrm::attachments {

// `resolve`: who is signed in. What the desk refers to outlives the routes.
std::vector<http::Route> attachments_routes(const Desk& desk,
                                            std::function<Result<access::Session>(const http::Request&)> resolve);

}  // namespace nrm::attachments
