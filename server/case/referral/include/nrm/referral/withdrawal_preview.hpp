// What she sees before she takes a consent back: per receiver, what stops and what was read already.
#pragma once

#include "nrm/consent/record.hpp"
#include "nrm/letters/of_case.hpp"
#include "nrm/referral/referral.hpp"

namespace nrm::referral {

struct PassedOn {
  ReferralId id;
  std::string reference;
  std::string need;
  State state;
  UtcTime sent_at;
  std::optional<UtcTime> read_at;  // the first reading; nothing un-reads it
  bool stops = false;              // open now: the receiver is told not to contact her
  bool help_under_way = false;
};
struct ReceiverPreview {
  TeamId receiver;
  std::vector<consent::RecordedBasis> ends;   // what her word ends
  std::vector<consent::RecordedBasis> stays;  // grounds that do not end by it
  std::vector<PassedOn> passed_on;
  bool can_pause = false;
  bool paused = false;
};
// A body on paper that expects her: taking everything back ends the letter, and so does taking back from a team that
// the body has got since.
struct AnnouncedBy {
  letters::OpenLetter letter;
  std::vector<TeamId> teams;  // of the receivers, whose word ends it too
};
struct WithdrawalPreview {
  std::vector<ReceiverPreview> receivers;
  std::vector<AnnouncedBy> letters;
};
Result<WithdrawalPreview> preview_withdrawal(const Desk& desk, const access::Session& session, const CaseId& id);

}  // namespace nrm::referral
