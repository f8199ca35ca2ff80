#include "nrm/casefile/problems.hpp"

#include "nrm/casefile/joint_team.hpp"
#include "nrm/casefile/life.hpp"
#include "nrm/casefile/openings.hpp"
#include "nrm/casefile/restriction.hpp"

namespace nrm::casefile {

std::vector<ProblemType> casefile_problems() {
  return {problems::kNoReceiverKey, problems::kPurposeNeeded, problems::kAlreadyJoint, problems::kClosed,
          problems::kMerged,        problems::kOpenedInError, problems::kNotClosed,    problems::kNotMerged,
          problems::kRestricted,    problems::kOpeningCap,    problems::kValueBroken,  problems::kTeamBusy};
}

}  // namespace nrm::casefile
