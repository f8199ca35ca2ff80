// The team's routes and the public answer page. Only app includes this.
#pragma once

#include <vector>

#include "nrm/access/http_session.hpp"
#include "nrm/http/route.hpp"
#include "nrm/letters/desk.hpp"

namespace nrm::letters {

// Where the page is, on every instance.
inline constexpr std::string_view kPagePath = "/answer";

std::vector<http::Route> letters_routes(const Desk& desk, const access::SessionResolver& sessions);

}  // namespace nrm::letters
