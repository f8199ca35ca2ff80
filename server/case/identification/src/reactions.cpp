// What moments of lower modules mean for a case's way: no keys, in the act of the moment.
#include <fmt/format.h>

#include "answered.hpp"
#include "consequences.hpp"
#include "nrm/access/forget_notices.hpp"
#include "nrm/casefile/handover_keys.hpp"
#include "nrm/casefile/life.hpp"
#include "nrm/casefile/team_end.hpp"
#include "times.hpp"

namespace nrm::identification {
namespace {

// Its times go on: the law does not wait for a closed file. Nobody is told while nobody may act.
void fall_silent(log::Act& act, std::string_view case_id) {
  act.run("UPDATE case_stay SET silent_since = $now WHERE case_id = $case AND silent_since IS NULL",
          {{"now", act.now()}, {"case", case_id}});
}

// No step can be taken any more in a case that is part of another. Its times go on to warn where the other has not come
// as far; who holds it with the team that joined them learns that it can decide nothing there.
void join(log::Act& act, const pathway::Pack& pack, std::string_view case_id) {
  const auto id = CaseId::from_row(case_id);
  silence_answered(act, pack, id);
  tell_of_merger(act, id);
}

bool is_shut(log::Act& act, const CaseId& id) {
  const auto life = casefile::life_of(act.writer(), id);
  return !life || life->closed_at || life->error_marked_at;
}

// With all that it stands for: what closed with a case is opened before it, and waits for it.
void go_on(log::Act& act, const pathway::Pack& pack, std::string_view case_id) {
  const auto id = CaseId::from_row(case_id);
  if (is_shut(act, casefile::survivor_of(act.writer(), id))) return;
  for (const auto& each : casefile::with_absorbed(act.writer(), id))
    for (const auto& stay : stays_of(act.writer(), each))
      if (!is_shut(act, each) && !is_answered(act, pack, stay)) speak_again(act, pack, stay);
}

void begin(log::Act& act, const pathway::Pack& pack, std::string_view case_id) {
  const auto facts = casefile::find_case(act.writer(), CaseId::from_row(case_id));
  for (const auto* track : tracks_of(pack)) {
    const auto state = casefile::state_on(*facts, track->id);
    if (!rules_at(pack.pathway, track->id, *state).empty()) enter(act, pack, *facts, track->id, *state, std::nullopt);
  }
}

void hand_over(log::Act& act, std::string_view object) {
  const auto moved = casefile::handed_over_of(object);
  for (const auto& stay : stays_of(act.writer(), moved.case_id))
    clocks::move_to_team(act, subject_of(stay), moved.into);
  act.run("UPDATE case_stay SET team = $into WHERE case_id = $case", {{"into", moved.into}, {"case", moved.case_id}});
  act.react("team.notices-moved", fmt::format("{}:{}:{}", moved.from.text(), moved.into.text(), moved.case_id.text()));
}

void merge_team(log::Act& act, std::string_view object) {
  const auto teams = casefile::merged_teams_of(object);
  const storage::Params params{{"into", teams.into}, {"from", teams.from}};
  act.run("UPDATE case_stay SET team = $into WHERE team = $from", params);
  act.run("UPDATE case_stay SET entered_by = $into WHERE entered_by = $from", params);
}

void forget(log::Act& act, std::string_view case_id) {
  for (const auto& stay : stays_of(act.writer(), CaseId::from_row(case_id))) {
    clocks::stop_all(act, subject_of(stay));
    access::forget_notices(act, stay.id);
  }
  act.run("DELETE FROM case_stay WHERE case_id = $case", {{"case", case_id}});
  act.run("DELETE FROM case_move WHERE case_id = $case", {{"case", case_id}});
  act.run("DELETE FROM case_pause WHERE case_id = $case", {{"case", case_id}});
  access::forget_notices(act, case_id);
}

}  // namespace

void register_reactions(const Desk& desk) {
  auto& journal = desk.journal;
  const auto* pack = &desk.pack;
  const auto with_pack = [&](std::string_view moment, auto work) {
    journal.on(std::string{moment}, [pack, work](log::Act& act, std::string_view id) { work(act, *pack, id); });
  };
  with_pack(casefile::kCaseOpened, begin);
  with_pack(casefile::kCaseReopened, go_on);
  with_pack(casefile::kCaseMerged, join);
  with_pack(casefile::kCaseUnmerged, go_on);
  for (const auto moment : {casefile::kCaseClosed, casefile::kCaseOpenedInError})
    journal.on(std::string{moment}, fall_silent);
  journal.on(std::string{casefile::kCaseHandedOver}, hand_over);
  journal.on(std::string{casefile::kTeamMerged}, merge_team);
  journal.on(std::string{casefile::kCaseErased}, forget);
  register_clocks(desk);
}

}  // namespace nrm::identification
