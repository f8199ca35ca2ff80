#pragma once

#include "nrm/casefile/field.hpp"

namespace nrm::casefile {

std::vector<Field> own_fields();
std::vector<Field> htcds_fields();

}  // namespace nrm::casefile
