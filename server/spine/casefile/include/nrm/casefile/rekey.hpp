// Giving a case new compartment keys after somebody lost the right to the old ones. Whoever lost it is refused at once;
// the old values get a new key as a task with a clock, because only a signed-in holder can do it.
#pragma once

#include "nrm/casefile/case.hpp"

namespace nrm::casefile {

inline constexpr std::string_view kRekeyTask = "rekey-case";
inline constexpr std::chrono::hours kRekeyDue{24};
// Opens the team's task; idempotent while one is open.
void ask_rekey(log::Act& act, const CaseId& id);

}  // namespace nrm::casefile
