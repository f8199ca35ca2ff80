#pragma once

#include "nrm/letters/routes.hpp"

namespace nrm::letters {

std::vector<http::Route> answer_routes(const Desk& desk);

}  // namespace nrm::letters
