#pragma once

#include "nrm/log/act.hpp"

namespace nrm::htcds {

// On casefile::kTeamMerged: the other team knows which rows came in before. The keys of their hashes came along.
void move_imports(log::Act& act, std::string_view teams);

}  // namespace nrm::htcds
