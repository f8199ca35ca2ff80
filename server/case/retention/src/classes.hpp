// Classes as a column keeps them: joined by commas; empty means the whole case.
#pragma once

#include <string>
#include <string_view>

#include "nrm/retention/retention.hpp"

namespace nrm::retention {

std::string to_column(const Classes& classes);
Classes from_column(std::string_view text);
// Whether what is held and what is asked for have anything in common.
bool meet(const Classes& one, const Classes& other);
std::vector<FieldProblem> find_class_faults(const Classes& classes);

}  // namespace nrm::retention
