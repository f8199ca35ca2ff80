#include "nrm/attachments/problems.hpp"

namespace nrm::attachments {

std::vector<ProblemType> attachments_problems() {
  return {problems::kCaseFull,  problems::kTooLarge,    problems::kEmpty,     problems::kProgram,
          problems::kOtherType, problems::kHugePicture, problems::kMalicious, problems::kNotScanned,
          problems::kComplete,  problems::kBroken,      problems::kHeld};
}

}  // namespace nrm::attachments
