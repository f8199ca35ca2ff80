#include "nrm/letters/moving.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "nrm/casefile/joint_team.hpp"
#include "store.hpp"

namespace nrm::letters {
namespace {

std::string_view kind_of(const LetterRow& row) {
  if (row.to_tell) return "tell-partner";
  if (row.state == State::sent) return "await-letter";
  return row.state == State::expired ? "late-letter" : "read-letter-answer";
}

work::Item item_of(log::Act& act, const LetterRow& row) {
  work::Item item{.id = row.id.text(), .kind = std::string{kind_of(row)}, .team = row.from_team};
  // The letter's own page answers it, not the case's.
  item.link = "/letters/" + row.id.text();
  item.reference = row.reference;
  item.need = row.need;
  const auto running = clocks::find(act.writer(), kAnswerRule, clock_subject(row.id));
  if (row.state == State::sent || row.state == State::expired) item.due_at = row.due_at;
  if (row.state == State::expired) item.state = pathway::ClockState::overdue;
  if (row.to_tell) item.due_at = row.withdrawn_at;  // at once: somebody waits for her
  if (row.to_tell) item.state = pathway::ClockState::due_soon;
  if (row.state == State::sent && running) item.state = clocks::state_of(*running, act.now());
  const auto case_id = case_of(act.writer(), row.id);
  const auto facts = case_id ? casefile::find_case(act.writer(), *case_id) : std::nullopt;
  if (facts && facts->team == row.from_team) item.keeper = facts->keeper;
  return item;
}

// Who sent it stays known.
void move(log::Act& act, const LetterRow& row, const TeamId& to_team) {
  if (row.from_team == to_team) return;
  act.run("UPDATE letter SET sent_by_team = COALESCE(sent_by_team, from_team), from_team = $team WHERE id = $id",
          {{"team", to_team}, {"id", row.id}});
  if (awaits_answer(row.state)) clocks::move_to_team(act, clock_subject(row.id), to_team);
  act.react("team.notices-moved", fmt::format("{}:{}:{}", row.from_team.text(), to_team.text(), row.id.text()));
}

// All but those of teams that hold the case together with the one that gives it.
std::vector<LetterRow> rows_going_along(storage::Reader& reader, const CaseId& id) {
  const auto joint = casefile::joint_teams_of(reader, id);
  auto out = rows_of_case(reader, id.text());
  std::erase_if(out, [&](const LetterRow& row) {
    return std::ranges::any_of(joint, [&](const auto& team) { return team.team == row.from_team; });
  });
  return out;
}

}  // namespace

void move_letters(log::Act& act, const CaseId& id, const TeamId& to_team) {
  for (const auto& row : rows_going_along(act.writer(), id)) move(act, row, to_team);
}

GoingAlong letters_going_along(storage::Reader& reader, const CaseId& id) {
  GoingAlong out;
  for (const auto& row : rows_going_along(reader, id)) {
    out.open += row.state == State::sent || row.state == State::expired ? 1 : 0;
    out.to_tell += row.to_tell ? 1 : 0;
  }
  return out;
}

void move_letters_of_joint_team(log::Act& act, const CaseId& id, const TeamId& team) {
  const auto holder = casefile::team_of(act.writer(), id);
  if (!holder) return;
  for (const auto& row : rows_of_case(act.writer(), id.text()))
    if (row.from_team == team) move(act, row, *holder);
}

std::vector<work::Item> work_of(log::Act& act, const access::Session&, const std::vector<TeamId>& teams) {
  std::vector<work::Item> out;
  for (const auto& team : teams)
    for (const auto& raw : act.query(
             "SELECT l.* FROM letter l JOIN letter_case c ON c.letter = l.id WHERE l.from_team = $team AND (l.state IN "
             "('sent', 'expired') OR l.unread = 1 OR l.to_tell = 1) ORDER BY l.due_at, l.id",
             {{"team", team}}))
      out.push_back(item_of(act, row_of(raw)));
  return out;
}

}  // namespace nrm::letters
