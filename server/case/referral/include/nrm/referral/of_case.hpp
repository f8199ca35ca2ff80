// What is open with others for one case: for those who close it, merge it or call it a mistake.
#pragma once

#include "nrm/access/decide.hpp"
#include "nrm/referral/referral.hpp"

namespace nrm::referral {

struct OpenReferral {
  ReferralId id;
  std::string reference;
  std::string need;
  State state;
  TeamId from_team;
  TeamId to_team;
};
// Those that have not come to an end, oldest first. What waits for an answer can be recalled by the team that sent it;
// help that began goes on, and its end still arrives.
std::vector<OpenReferral> open_referrals_of(storage::Reader& reader, const CaseId& id);
// Whether anything was ever sent for the case.
bool was_referred(storage::Reader& reader, const CaseId& id);

// Inside the act that closes the case: recalls whatever the session's team sent and nobody answered yet.
Result<void> recall_unanswered(log::Act& act, const access::Permit& permit, const CaseId& id,
                               const std::string& reason);

}  // namespace nrm::referral
