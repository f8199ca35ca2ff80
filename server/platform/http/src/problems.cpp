#include "nrm/http/json.hpp"

namespace nrm::http {

std::vector<ProblemType> http_problems() {
  using namespace problems;
  return {kMalformedJson, kNotJson,       kTooLarge, kTargetTooLong, kHeadTooLarge,        kMethodNotAllowed,
          kBadRequest,    kForeignOrigin, kInternal, kBusy,          kIdempotencyMismatch, kAnswerLost};
}

}  // namespace nrm::http
