// One thing that waits for somebody: what every module tells the work lists about its own.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "nrm/access/session.hpp"
#include "nrm/pathway/clock.hpp"

namespace nrm::work {

struct Item {
  std::string id;                                // unique within its kind
  std::string kind;                              // "answer-referral", "record-basis": its words are "work.<kind>"
  std::optional<CaseId> case_id = std::nullopt;  // only for a team that holds the case
  std::optional<ReferralId> referral = std::nullopt;
  std::string link = {};       // the page that answers it, where neither case nor referral does: "/reconciliation/…"
  std::string reference = {};  // a number that colleagues speak of; never a name
  std::optional<UtcTime> due_at = std::nullopt;
  pathway::ClockState state = pathway::ClockState::on_time;
  std::string need = {};
  TeamId team;                                    // whose work it is
  std::optional<TeamId> other = std::nullopt;     // the other end: who waits, or who is waited for
  std::optional<MemberId> keeper = std::nullopt;  // whose case it is, where one person keeps it
};

// A module's own open items for these teams, inside the act that lists. Teams of the session's organisation, or its
// own.
using Source = std::function<std::vector<Item>(log::Act&, const access::Session&, const std::vector<TeamId>& teams)>;

}  // namespace nrm::work
