#pragma once

#include "nrm/log/act.hpp"

namespace nrm::casefile {

// Opening what is sealed names a purpose of the closed list and a reason a person can read.
std::optional<Problem> purpose_fault(const log::Header& header);

}  // namespace nrm::casefile
