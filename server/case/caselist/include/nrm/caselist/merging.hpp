#pragma once

#include "nrm/log/act.hpp"

namespace nrm::caselist {

// On casefile::kTeamMerged: shared filters come along with the team that shared them.
void move_filters(log::Act& act, std::string_view teams);

}  // namespace nrm::caselist
