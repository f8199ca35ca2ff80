#include "nrm/access/problems.hpp"

#include "nrm/access/cover.hpp"
#include "nrm/access/custody.hpp"

namespace nrm::access {

std::vector<ProblemType> access_problems() {
  return {problems::kKeysAwaited,      problems::kKeyBroken,          problems::kSignedOut,
          problems::kWrongCredentials, problems::kThrottled,          problems::kBusy,
          problems::kAccountTaken,     problems::kInvitationSpent,    problems::kEnrolmentEnded,
          problems::kWrongCode,        problems::kFingerprintDiffers, problems::kNotYourself,
          problems::kAlreadyFounded,   problems::kNotInCustody,       problems::kCustodyTooEarly,
          problems::kLastKeyHolder,    problems::kRotationUnfinished, problems::kCoverCannot,
          problems::kCoverAway};
}

}  // namespace nrm::access
