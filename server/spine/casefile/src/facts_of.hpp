#pragma once

#include "nrm/casefile/case.hpp"

namespace nrm::casefile {

CaseFacts facts_of(const storage::Row& row);

}  // namespace nrm::casefile
