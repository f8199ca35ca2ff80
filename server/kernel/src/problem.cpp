#include "nrm/kernel/problem.hpp"

namespace nrm {

std::vector<ProblemType> kernel_problems() {
  using namespace problems;
  return {kNotFound, kInvalid, kConflict, kStale, kTooMany, kUnavailable};
}

}  // namespace nrm
