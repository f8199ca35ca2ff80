// What the routes of this module share.
#pragma once

#include "nrm/hsds/routes.hpp"

namespace nrm::hsds {

using Context = std::shared_ptr<const HsdsContext>;

std::vector<http::Route> public_routes(const Context& context);
std::vector<http::Route> administrator_routes(const Context& context);

}  // namespace nrm::hsds
