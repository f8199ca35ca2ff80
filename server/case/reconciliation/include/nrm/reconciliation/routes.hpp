// The routes of reconciliations. Only app includes this.
#pragma once

#include <vector>

#include "nrm/access/http_session.hpp"
#include "nrm/http/route.hpp"
#include "nrm/reconciliation/reconciliation.hpp"

namespace nrm::reconciliation {

// A list of kMaxLines lines, with room: 2,000 of 120 bytes.
inline constexpr std::size_t kMaxListBytes = 256 * 1024;

std::vector<http::Route> reconciliation_routes(const Desk& desk, const access::SessionResolver& sessions);

}  // namespace nrm::reconciliation
