// What the referrals of a case tell its holders and, through them, the person: to whom, how it ended, and who of the
// receivers opened what was sent.
#pragma once

#include "nrm/referral/referral.hpp"

namespace nrm::referral {

struct SentReferral {
  ReferralId id;
  std::string reference;
  std::string need;
  TeamId to_team;
  UtcTime sent_at;
  State state;
  std::optional<std::string> reason_code;
  bool withdrawn = false;  // she took her consent back
  std::string kinds;       // of what was sent: compartments, a space between
};
// Oldest first.
std::vector<SentReferral> referrals_of_case(storage::Reader& reader, const CaseId& id);

// A receiver's opening of a parcel, kept beside the sender's case because the receiver's own leaf is sealed to the
// receiver's body. Codes only; the reader's name stays with her body.
struct ParcelOpening {
  ReferralId referral;
  UtcTime at;
  TeamId team;
  std::string body;   // the kind of the organisation
  std::string roles;  // words, a space between
  std::string kinds;
  std::string purpose;
};
// Oldest first.
std::vector<ParcelOpening> parcel_openings_of(storage::Reader& reader, const CaseId& id);

}  // namespace nrm::referral
