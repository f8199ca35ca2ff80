// What is kept of rows that came in, so that none comes in twice.
#pragma once

#include "nrm/log/act.hpp"

namespace nrm::htcds {

// On casefile::kTeamMerged: the other team knows which rows came in before. The keys of their hashes came along.
void move_imports(log::Act& act, std::string_view teams);
// On casefile::kCaseErased: nothing tells any more that a row was hers. Whoever keeps the file could bring her back by
// it: whoever erases has to destroy the file too.
void forget_imports(log::Act& act, std::string_view case_id);

}  // namespace nrm::htcds
