// What the referrals of a case mean when the whole case goes to another team.
#pragma once

#include "nrm/referral/of_case.hpp"

namespace nrm::referral {

// Everything that the team sent for the case, however it ended: what it keeps of each is keys.
std::vector<ReferralId> sent_by(storage::Reader& reader, const CaseId& id, const TeamId& team);

// On casefile::kCaseHandedOver. The new team is the sender from then on: answers, questions and clocks come to it. What
// it was asked itself for this case ends, because nobody asks himself. Lines and history go on naming who spoke.
void hand_over_referrals(log::Act& act, std::string_view handed_over);

}  // namespace nrm::referral
