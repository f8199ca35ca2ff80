// What a user of casefile can be told.
#pragma once

#include <vector>

#include "nrm/kernel/problem.hpp"

namespace nrm::casefile {

namespace problems {
inline constexpr ProblemType kNoReceiverKey{"casefile.no-receiver-key", 409};  // that team cannot receive yet
inline constexpr ProblemType kPurposeNeeded{"casefile.purpose-needed", 422};   // reading names its purpose and reason
inline constexpr ProblemType kValueBroken{"casefile.value-broken", 409};       // a stored value does not fit its place
inline constexpr ProblemType kTeamBusy{"casefile.team-busy", 409};             // holds cases, or a referral waits
}  // namespace problems
std::vector<ProblemType> casefile_problems();

}  // namespace nrm::casefile
