#include <fmt/format.h>

#include "chain.hpp"
#include "nrm/casefile/keeper.hpp"
#include "running.hpp"

namespace nrm::referral {
namespace {

// Who owes the next step, and by when; nothing where no clock of the referral runs.
struct Owed {
  const char* by_receiver;
  const char* by_sender;
  pathway::ClockTimes times;
};
std::optional<Owed> owed(const ReferralRow& row) {
  if (awaits_answer(row.state)) return Owed{"answer-referral", "await-answer", row.clock};
  if (row.state != State::accepted || !row.contact_clock) return std::nullopt;
  return Owed{"first-contact", "await-first-contact", *row.contact_clock};
}

work::Item item_of(log::Act& act, const ReferralRow& row, const TeamId& team, bool incoming) {
  work::Item out{.id = row.id.text(), .kind = {}, .team = team};
  out.referral = row.id;
  out.reference = row.reference;
  out.need = row.need;
  out.other = incoming ? row.from_team : row.to_team;
  if (incoming) return out;
  if (const auto id = case_of(act, row.id)) out.keeper = casefile::keeper_of(act.writer(), *id);
  return out;
}

void add_owed(log::Act& act, const ReferralRow& row, const TeamId& team, std::vector<work::Item>& out) {
  const auto step = owed(row);
  if (!step) return;
  const bool incoming = row.to_team == team;
  auto& item = out.emplace_back(item_of(act, row, team, incoming));
  item.kind = incoming ? step->by_receiver : step->by_sender;
  item.due_at = step->times.due;
  item.state = shown_state(act.writer(), row, step->times, act.now());
}

// Whoever refused has done with it, and nobody else is asked.
void add_refusals(log::Act& act, const TeamId& team, std::vector<work::Item>& out) {
  for (const auto& row : left_to_sender(act, team))
    out.emplace_back(item_of(act, row, team, false)).kind = "deal-with-refusal";
}

storage::Rows running(log::Act& act, const TeamId& team) {
  // Each side by an index of its own.
  return act.query(fmt::format("SELECT {} FROM referral r WHERE (r.to_team = $team AND r.state IN ('sent', 'seen', "
                               "'accepted')) OR (r.from_team = $team AND r.state IN ('sent', 'seen', 'accepted')) "
                               "ORDER BY r.due_at, r.id",
                               kReferralColumns),
                   {{"team", team}});
}

// Each question that the team was asked and has not answered, while the pack gives it a time.
void add_questions(log::Act& act, const TeamId& team, std::vector<work::Item>& out) {
  for (const auto& clock : clocks::of_team(act.writer(), team, kMaxLineMessages)) {
    if (clock.subject.kind != kQuestionSubject) continue;
    const auto line = act.query_one("SELECT referral FROM referral_line WHERE id = $id", {{"id", clock.subject.id}});
    const auto row = line ? find_row(act.writer(), line->id<ReferralId>("referral")) : std::nullopt;
    if (!row) continue;
    auto& item = out.emplace_back(item_of(act, *row, team, row->to_team == team));
    item.id = clock.subject.id;
    item.kind = "answer-question";
    item.due_at = clock.due_at;
    item.state = clocks::state_of(clock, act.now());
  }
}

}  // namespace

std::vector<work::Item> open_work(log::Act& act, const access::Session&, const std::vector<TeamId>& teams) {
  std::vector<work::Item> out;
  for (const auto& team : teams) {
    for (const auto& row : running(act, team)) add_owed(act, row_of(row), team, out);
    add_refusals(act, team, out);
    add_questions(act, team, out);
  }
  return out;
}

}  // namespace nrm::referral
