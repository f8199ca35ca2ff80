#include <algorithm>
#include <chrono>

#include "nrm/casefile/keeper.hpp"
#include "nrm/casefile/overview.hpp"
#include "nrm/consent/grounds.hpp"
#include "nrm/duty/roster.hpp"
#include "nrm/work/work.hpp"

namespace nrm::work {
namespace {

// A task has no clock of the pathway: its last day is "due soon".
constexpr std::chrono::hours kTaskWarning{24};

// Asked of somebody else than who keeps the case, or of anybody: no colleague's absence from it hides these.
constexpr std::string_view kOfAnybody[] = {"confirm-erasure", "confirm-ground", "joined-case", "rekey-case",
                                           "review-break-glass"};

pathway::ClockState state_at(const std::optional<UtcTime>& due, UtcTime now) {
  if (!due) return pathway::ClockState::on_time;
  return pathway::state_of({*due, *due, *due - kTaskWarning}, now);
}

}  // namespace

std::vector<Item> case_tasks(log::Act& act, const access::Session&, const std::vector<TeamId>& teams) {
  std::vector<Item> out;
  for (const auto& team : teams) {
    const auto keepers = casefile::keepers_of_tasks(act.writer(), team);
    for (auto& task : casefile::tasks_of_team(act.writer(), team)) {
      Item item{.id = task.id, .kind = task.kind, .case_id = task.case_id, .reference = task.reference, .team = team};
      item.due_at = task.due;
      item.state = state_at(task.due, act.now());
      const bool of_anybody = std::ranges::find(kOfAnybody, task.kind) != std::end(kOfAnybody);
      const auto keeper = keepers.find(task.case_id);
      if (!of_anybody && keeper != keepers.end()) item.keeper = keeper->second;
      out.push_back(std::move(item));
    }
  }
  return out;
}

std::vector<Item> ground_reviews(log::Act& act, const access::Session& session, const std::vector<TeamId>& teams) {
  std::vector<Item> out;
  const bool asked = std::ranges::find(teams, session.team) != teams.end();
  if (!asked || !session.roles.contains(access::Role::data_protection_officer)) return out;
  for (const auto& review : consent::reviews_due(act.writer(), session.organisation)) {
    Item item{.id = review.id.text(), .kind = "review-ground", .link = "/oversight", .team = session.team};
    item.reference = review.number;
    item.due_at = review.due_at;
    item.state = state_at(review.due_at, act.now());
    out.push_back(std::move(item));
  }
  return out;
}

Source duty_gaps(const pathway::Pack& pack) {
  return [&pack](log::Act& act, const access::Session& session, const std::vector<TeamId>& teams) {
    std::vector<Item> out;
    const bool asked = std::ranges::find(teams, session.team) != teams.end();
    if (!asked || !session.roles.contains(access::Role::case_manager)) return out;
    const auto roster = duty::roster_of(act.writer(), session.team, act.now());
    if (!roster.exists) return out;
    const auto gaps = duty::gaps(roster, WallClock{pack.time_zone}, act.now(), act.now() + duty::kLookAhead);
    if (gaps.empty()) return out;
    Item item{.id = session.team.text(), .kind = "fill-duty-roster", .link = "/duty", .team = session.team};
    item.due_at = gaps.front().from;
    item.state = state_at(item.due_at, act.now());
    out.push_back(std::move(item));
    return out;
  };
}

}  // namespace nrm::work
