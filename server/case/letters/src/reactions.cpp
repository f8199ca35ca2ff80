// What becomes of letters when their clock, their case or their team ends.
#include <fmt/format.h>

#include "nrm/access/forget_notices.hpp"
#include "nrm/casefile/case.hpp"
#include "nrm/casefile/joint_team_end.hpp"
#include "nrm/casefile/life.hpp"
#include "nrm/casefile/team_end.hpp"
#include "nrm/letters/moving.hpp"
#include "store.hpp"
#include "tries.hpp"
#include "word.hpp"

namespace nrm::letters {
namespace {

// Of the pack's list of reasons to recall.
constexpr std::string_view kCaseClosed = "case-closed";

std::optional<LetterRow> letter_of(log::Act& act, const clocks::Moment& moment) {
  if (moment.rule != kAnswerRule || moment.subject.kind != kSubjectKind) return std::nullopt;
  auto row = find_row(act.writer(), LetterId::from_row(moment.subject.id));
  if (row) act.set_subject({case_of(act.writer(), row->id), std::nullopt, row->id.text()});
  return row;
}

void tell(log::Act& act, const LetterRow& row, std::string_view what) {
  act.react("team.noticed", fmt::format("{}:letter.{}:{}", row.from_team.text(), what, row.id.text()));
}

void warn(log::Act& act, std::string_view object) {
  const auto row = letter_of(act, clocks::moment_of(object));
  if (row && awaits_answer(row->state)) tell(act, *row, "reminder");
}

void expire(log::Act& act, std::string_view object) {
  const auto row = letter_of(act, clocks::moment_of(object));
  if (row && awaits_answer(row->state)) (void)take(act, *row, {Step::expire});
}

// The page takes answers as long as the clock runs, whatever is printed: never shorter than promised.
void follow_clock(log::Act& act, std::string_view object) {
  const auto moment = clocks::moment_of(object);
  const auto row = letter_of(act, moment);
  const auto running = row ? clocks::find(act.writer(), moment.rule, moment.subject) : std::nullopt;
  if (!running || !running->due_at || *running->due_at <= row->due_at) return;
  act.run("UPDATE letter SET due_at = $due WHERE id = $id", {{"due", *running->due_at}, {"id", row->id}});
}

// The team itself closes: it needs no notice. The pack's reason says what everybody sees.
void recall_all(log::Act& act, std::string_view case_id) {
  for (const auto& each : casefile::with_absorbed(act.writer(), CaseId::from_row(std::string{case_id})))
    for (const auto& row : rows_of_case(act.writer(), each.text()))
      if (next(row.state, Step::recall))
        (void)take(act, row, {Step::recall, std::nullopt, std::nullopt, std::string{kCaseClosed}});
}

// That a body was asked and how it answered is the team's own record and says nothing of whom. The leaf of an erasure
// names no id but the case's, so this is no step like the others.
void forget(log::Act& act, std::string_view case_id) {
  for (const auto& row : rows_of_case(act.writer(), case_id)) {
    clocks::stop_all(act, clock_subject(row.id));
    forget_tries(act, row.reference);
    access::forget_notices(act, row.id.text());
    act.run("UPDATE letter SET code_hash = NULL, unread = 0, to_tell = 0 WHERE id = $id", {{"id", row.id}});
    if (next(row.state, Step::recall))
      act.run(
          "UPDATE letter SET state = $to, version = version + 1, reason_code = $reason, ended_at = $now WHERE id = $id",
          {{"to", name_of(State::recalled)}, {"reason", kCaseClosed}, {"now", act.now()}, {"id", row.id}});
  }
  act.run("DELETE FROM letter_case WHERE case_id = $case_id", {{"case_id", case_id}});
}

void follow_merger(log::Act& act, std::string_view object) {
  const auto teams = casefile::merged_teams_of(object);
  act.run("UPDATE letter SET from_team = $into WHERE from_team = $from", {{"from", teams.from}, {"into", teams.into}});
}

void follow_joint_team(log::Act& act, std::string_view object) {
  const auto ended = casefile::ended_joint_team_of(object);
  move_letters_of_joint_team(act, ended.case_id, ended.team);
}

}  // namespace

void register_reactions(log::Journal& journal) {
  journal.on(std::string{clocks::kWarned}, warn);
  journal.on(std::string{clocks::kBreached}, expire);
  journal.on(std::string{clocks::kMoved}, follow_clock);
  journal.on(std::string{casefile::kCaseClosed}, recall_all);
  journal.on(std::string{casefile::kCaseOpenedInError}, recall_all);
  journal.on(std::string{casefile::kCaseErased}, forget);
  journal.on(std::string{casefile::kTeamMerged}, follow_merger);
  journal.on(std::string{casefile::kJointTeamEnded}, follow_joint_team);
  register_word(journal);
}

}  // namespace nrm::letters
