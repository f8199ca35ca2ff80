// The routes of retention. Only http targets and the program include this.
#pragma once

#include <functional>
#include <vector>

#include "nrm/access/session.hpp"
#include "nrm/http/route.hpp"
#include "nrm/retention/desk.hpp"

namespace nrm::retention {

using Resolve = std::function<Result<access::Session>(const http::Request&)>;  // who is signed in
std::vector<http::Route> retention_routes(const Desk& desk, const Resolve& resolve);

}  // namespace nrm::retention
