#include "nrm/casefile/problems.hpp"

namespace nrm::casefile {

std::vector<ProblemType> casefile_problems() {
  return {problems::kNoReceiverKey, problems::kPurposeNeeded};
}

}  // namespace nrm::casefile
