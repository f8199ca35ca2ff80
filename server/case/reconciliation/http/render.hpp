#pragma once

#include <string>
#include <vector>

#include "nrm/reconciliation/reconciliation.hpp"

namespace nrm::reconciliation {

// With the names of bodies and teams as the register has them now.
std::string render(storage::Database& database, const std::vector<Summary>& list);
std::string render(storage::Database& database, const View& view);

}  // namespace nrm::reconciliation
