// What referrals tell about teams, and nothing about a person: no case, no reference.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "nrm/kernel/id.hpp"
#include "nrm/kernel/time.hpp"
#include "nrm/places/answer_record.hpp"
#include "nrm/referral/rules.hpp"
#include "nrm/storage/database.hpp"

namespace nrm::referral {

struct FigureRow {
  TeamId from_team;
  TeamId to_team;
  std::string need;
  bool urgent = false;
  State state;
  UtcTime sent_at;
  UtcTime answer_due_at;  // pauses counted
  std::optional<UtcTime> seen_at;
  std::optional<UtcTime> answered_at;  // accepted or declined by the receiver
  std::optional<UtcTime> first_contact_at;
  std::optional<UtcTime> completed_at;
  // When it came to any other end: declined, redirected, recalled, expired, ended. Without answered_at the wait for the
  // answer was cut off then.
  std::optional<UtcTime> ended_at;
  std::optional<std::string> reason_code;  // of the refusal, the recall or the outcome
  bool declined = false;                   // by the receiver, whatever came after
  bool stood_by = false;                   // was woken as a stand-in
};
// Whoever was asked in [from, until), oldest first. Stand-ins that were never asked are in no figure.
std::vector<FigureRow> figure_rows(storage::Reader& reader, UtcTime from, UtcTime until);

// How a team answered what it was asked since then, of the newest that many: it is looked at for each choice of a
// receiver. A question that still waits in time counts for nothing yet.
inline constexpr int kMostRecorded = 200;
places::AnswerRecord answer_record(storage::Reader& reader, const TeamId& team, UtcTime since, UtcTime now);

}  // namespace nrm::referral
