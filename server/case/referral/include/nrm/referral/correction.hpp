// A value that a referral's parcel carries was changed: the receiver is told, sealed, beside what it was sent. The
// parcel itself stays as it was.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "nrm/referral/referral.hpp"

namespace nrm::referral {

// The task of a case while a live referral of it carries a value that has changed since.
inline constexpr std::string_view kCorrectionTask = "send-correction";
inline constexpr std::int64_t kMaxCorrections = 50;  // of one referral; more is another referral

struct NewCorrection {
  std::vector<std::string> fields;  // of those that the parcel carries
  std::string note;                 // for the receiver, on the line; may be empty
};
struct CorrectionSent {
  std::int64_t number = 1;
  UtcTime at;
};
// By the sender, under a living basis for that receiver that covers the fields. Refused with kernel.conflict once the
// receiver may no longer read the parcel: withdrawn, recalled, declined, expired.
Result<CorrectionSent> correct(const Desk& desk, const access::Session& session, const ReferralId& id,
                               const NewCorrection& input);
// The receiver need not know: what has changed so far is no reason to remind any more. The reason is for the log.
Result<void> dismiss_correction(const Desk& desk, const access::Session& session, const ReferralId& id,
                                const std::string& reason);

// A live referral that carries what the case no longer says.
struct Outdated {
  ReferralId id;
  std::string reference;
  std::string need;
  TeamId to_team;
  std::vector<std::string> fields;
};
Result<std::vector<Outdated>> outdated_referrals(const Desk& desk, const access::Session& session, const CaseId& id);

}  // namespace nrm::referral
