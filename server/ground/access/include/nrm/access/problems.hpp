// What a member may be told when something about accounts, sessions or keys cannot be done.
#pragma once

#include <vector>

#include "nrm/kernel/problem.hpp"

namespace nrm::access {

namespace problems {
inline constexpr ProblemType kKeysAwaited{"access.keys-awaited", 409};  // a holder must confirm the member first
inline constexpr ProblemType kKeyBroken{"access.key-broken", 409};      // a stored key does not bear out its signature
inline constexpr ProblemType kSignedOut{"access.signed-out", 401};
// One answer for unknown account, wrong password, wrong or used code, suspended member.
inline constexpr ProblemType kWrongCredentials{"access.wrong-credentials", 401};
inline constexpr ProblemType kThrottled{"access.throttled", 429};
inline constexpr ProblemType kBusy{"access.busy", 503};
inline constexpr ProblemType kAccountTaken{"access.account-taken", 409};
inline constexpr ProblemType kInvitationSpent{"access.invitation-spent", 409};
inline constexpr ProblemType kEnrolmentEnded{"access.enrolment-ended", 409};
inline constexpr ProblemType kWrongCode{"access.wrong-code", 422};
inline constexpr ProblemType kFingerprintDiffers{"access.fingerprint-differs", 409};
inline constexpr ProblemType kNotYourself{"access.not-yourself", 409};
inline constexpr ProblemType kLastKeyHolder{"access.last-key-holder", 409};  // nobody else could open her team's data
inline constexpr ProblemType kRotationUnfinished{"access.rotation-unfinished", 409};
inline constexpr ProblemType kAlreadyFounded{"access.already-founded", 409};
}  // namespace problems

std::vector<ProblemType> access_problems();

}  // namespace nrm::access
