#include "nrm/referral/parcel.hpp"
#include "nrm/referral/referral.hpp"

namespace nrm::referral {

std::vector<ProblemType> referral_problems() {
  return {problems::kFieldNotCovered, problems::kNothingToSend, problems::kReceiverCannotHelp, problems::kLineClosed,
          problems::kHelpBegan,       problems::kAlreadyAsked,  problems::kNobodyStandsBy};
}

}  // namespace nrm::referral
