#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "nrm/casefile/overview.hpp"
#include "nrm/consent/grounds.hpp"
#include "store.hpp"

namespace nrm::referral {
namespace {

constexpr std::size_t kMaxItems = 200;          // a day's work on one page; the earliest due come first
constexpr std::chrono::hours kTaskWarning{24};  // a task has no pathway clock of its own: its last day is "due soon"

pathway::ClockState task_state(const casefile::Task& task, UtcTime now) {
  if (!task.due) return pathway::ClockState::on_time;
  return pathway::state_of({*task.due, *task.due, *task.due - kTaskWarning}, now);
}

WorkItem item_of(const casefile::Task& task, UtcTime now) {
  return {task.id, task.kind, task.case_id, std::nullopt, task.reference, task.due, task_state(task, now), {}, {}};
}

WorkItem item_of(const ReferralRow& row, const TeamId& team, UtcTime now) {
  const bool incoming = row.to_team == team;
  return {row.id.text(),
          incoming ? "answer-referral" : "await-answer",
          std::nullopt,
          row.id,
          row.reference,
          row.clock.due,
          pathway::state_of(row.clock, now),
          row.need,
          incoming ? row.from_team : row.to_team};
}

storage::Rows unanswered(log::Act& act, const TeamId& team) {
  return act.query(fmt::format("SELECT {} FROM referral r WHERE (r.to_team = $team OR r.from_team = $team) "
                               "AND r.state IN ('sent', 'seen') ORDER BY r.due_at, r.id LIMIT $limit",
                               kReferralColumns),
                   {{"team", team}, {"limit", kMaxItems}});
}

bool earlier(const WorkItem& a, const WorkItem& b) {
  if (a.due_at.has_value() != b.due_at.has_value()) return a.due_at.has_value();
  if (a.due_at != b.due_at) return a.due_at < b.due_at;
  return a.id < b.id;
}

// The data protection officer has no cases: her work is what was passed on without consent.
WorkItem item_of(const consent::ReviewItem& review, UtcTime now) {
  const auto due = review.due_at;
  const auto state = due ? pathway::state_of({*due, *due, *due - kTaskWarning}, now) : pathway::ClockState::on_time;
  return {review.id.text(), "review-ground", std::nullopt, std::nullopt, review.number, due, state, {}, {}};
}

std::vector<WorkItem> gather(log::Act& act, const access::Session& session) {
  const auto& team = session.team;
  std::vector<WorkItem> out;
  if (session.roles.contains(access::Role::data_protection_officer))
    for (const auto& review : consent::reviews_due(act.writer(), session.organisation))
      out.push_back(item_of(review, act.now()));
  for (const auto& task : casefile::tasks_of_team(act.writer(), team)) out.push_back(item_of(task, act.now()));
  for (const auto& row : unanswered(act, team)) out.push_back(item_of(row_of(row), team, act.now()));
  std::sort(out.begin(), out.end(), earlier);
  if (out.size() > kMaxItems) out.erase(out.begin() + kMaxItems, out.end());
  return out;
}

}  // namespace

Result<std::vector<WorkItem>> work_of(const Desk& desk, const access::Session& session) {
  return desk.journal.act<std::vector<WorkItem>>(
      session.header("work.list", "refer", {std::nullopt, session.organisation, {}}),
      [&](log::Act& act) -> Result<std::vector<WorkItem>> {
        const auto permit = access::decide(act, session, access::Relation::own_team);
        if (!permit) return tl::unexpected(permit.error());
        return gather(act, session);
      });
}

}  // namespace nrm::referral
