#include "nrm/referral/parcel.hpp"
#include "nrm/referral/referral.hpp"

namespace nrm::referral {

const std::vector<std::string>& decline_reasons() {
  static const std::vector<std::string> codes{"no-capacity",     "not-our-service", "outside-area", "not-eligible",
                                              "safety-concern", "no-language",     "other"};
  return codes;
}

const std::vector<std::string>& recall_reasons() {
  static const std::vector<std::string> codes{"sent-in-error", "need-met-elsewhere", "person-asked", "no-answer",
                                              "other"};
  return codes;
}

const std::vector<std::string>& outcomes() {
  static const std::vector<std::string> codes{"help-given",      "help-given-in-part", "person-declined-help",
                                              "not-reached",    "moved-elsewhere",    "other"};
  return codes;
}

std::vector<ProblemType> referral_problems() {
  return {problems::kFieldNotCovered, problems::kNothingToSend, problems::kReceiverCannotHelp};
}

}  // namespace nrm::referral
