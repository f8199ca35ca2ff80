// Forgetting what the log tells about one case. Hours, classes and commitments stay, so the tree still verifies.
#pragma once

#include "nrm/log/act.hpp"

namespace nrm::log {

// Destroys the case's log key, the details sealed to it, and the ids in the clear. The leaf of this act commits to all
// details that are gone by then: a detail that goes another way is found by whoever verifies. The act's own header must
// not name the case. How many entries that were.
std::int64_t erase_case_entries(Act& act, const CaseId& case_id);

}  // namespace nrm::log
