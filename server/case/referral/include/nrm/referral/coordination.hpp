// The coordinators' queue: what nobody has taken on. It shows the need, the sender's region and the clock; not whose
// case it is, who asks, or whom it concerns.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "nrm/referral/desk.hpp"
#include "nrm/referral/referral.hpp"

namespace nrm::referral {

struct QueueTag;
using QueueId = Id<QueueTag>;

struct QueueItem {
  QueueId id;  // leads to nothing else
  std::string need;
  std::string region;  // of the sending team; may be empty
  bool urgent = false;
  UtcTime since;
  std::string clock_rule;  // which time has passed: the answer's or the first contact's
  std::optional<UtcTime> due_at;
  pathway::ClockState clock_state = pathway::ClockState::on_time;
  std::optional<TeamId> suggestion;  // the last one made
  std::optional<UtcTime> suggested_at;
};
inline constexpr std::size_t kMaxQueue = 200;
// Urgent first, then who has waited longest; of one region with its districts, or of all.
Result<std::vector<QueueItem>> coordination_queue(const Desk& desk, const access::Session& session,
                                                  const std::optional<std::string>& region);
// The sender is told of a team to ask; whether it does is its own and the person's affair. The item leaves the queue
// when the sender asks somebody else, takes the referral back or needs nobody any more, somebody answers it, she
// withdraws, or the case is closed.
Result<void> suggest(const Desk& desk, const access::Session& session, const QueueId& id, const TeamId& team);

}  // namespace nrm::referral
