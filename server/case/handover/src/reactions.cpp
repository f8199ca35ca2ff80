// What moments of lower modules mean for offers: no keys, in the act of the moment.
#include "clocks.hpp"
#include "notes.hpp"
#include "nrm/access/forget_notices.hpp"
#include "nrm/casefile/life.hpp"
#include "nrm/casefile/team_end.hpp"
#include "nrm/clocks/clocks.hpp"
#include "nrm/consent/clocks.hpp"
#include "whole.hpp"

namespace nrm::handover {
namespace {

void stop(log::Act& act, const Row& row, std::string_view why) {
  (void)end(act, row, {Arrow::stop, Side::person, std::nullopt, std::nullopt, std::string{why}});
}

void stop_under(log::Act& act, std::string_view basis, std::string_view why) {
  for (const auto& row : open_offers_under(act.writer(), basis)) stop(act, row, why);
}

void stop_of_case(log::Act& act, std::string_view id) {
  for (const auto& row : open_offers_of(act.writer(), CaseId::from_row(std::string{id}))) stop(act, row, "case-closed");
}

void forget_offer(log::Act& act, const Row& row) {
  const auto& id = row.id;
  for (const auto& team : {row.from_team, row.to_team}) forget_note_key(act, id, team);
  clocks::stop_all(act, {std::string{kClockSubject}, id.text()});
  stop_lapse(act, id);
  const storage::Params params{{"id", id}};
  act.run("DELETE FROM handover_history WHERE handover = $id", params);
  act.run("DELETE FROM handover_part WHERE handover = $id", params);
  act.run("DELETE FROM handover WHERE id = $id", params);
  access::forget_notices(act, id.text());
}

void forget_case(log::Act& act, std::string_view case_id) {
  for (const auto& row : act.query("SELECT * FROM handover WHERE case_id = $case", {{"case", case_id}}))
    forget_offer(act, row_of(row));
  act.run("DELETE FROM handover_part WHERE case_id = $case", {{"case", case_id}});
}

// An offer to the team that ends is over, because she agreed to that team; and so is one to the team that takes its
// giver in. What lay ahead was copied with everything else that the old team held.
void end_offers(log::Act& act, const casefile::MergedTeams& teams) {
  for (const auto& raw : act.query(
           "SELECT * FROM handover WHERE state = 'offered' AND (to_team = $from OR (from_team = $from AND to_team "
           "= $into)) ORDER BY id",
           {{"from", teams.from}, {"into", teams.into}})) {
    const auto row = row_of(raw);
    const auto parts = noted_parts(act.writer(), row.id);
    stop(act, row, "teams-merged");
    // Whoever moved first, the referrals or the offers: what was sent is found under either team.
    for (const auto& giver : {row.from_team, teams.into})
      for (const auto& receiver : {row.to_team, teams.into})
        casefile::take_back_ahead(act, subjects_of(act.writer(), parts, giver), receiver);
  }
}

void move_offers(log::Act& act, std::string_view object) {
  const auto teams = casefile::merged_teams_of(object);
  end_offers(act, teams);
  const storage::Params params{{"from", teams.from}, {"into", teams.into}};
  act.run("UPDATE handover SET from_team = $into WHERE from_team = $from", params);
  act.run("UPDATE handover SET to_team = $into WHERE to_team = $from", params);
}

}  // namespace

void register_reactions(log::Journal& journal) {
  journal.on(std::string{consent::kWithdrawn},
             [](log::Act& act, std::string_view basis) { stop_under(act, basis, "basis-withdrawn"); });
  journal.on(std::string{consent::kExpired},
             [](log::Act& act, std::string_view basis) { stop_under(act, basis, "basis-ended"); });
  for (const auto moment : {casefile::kCaseClosed, casefile::kCaseOpenedInError})
    journal.on(std::string{moment}, stop_of_case);
  journal.on(std::string{casefile::kCaseErased}, forget_case);
  journal.on(std::string{casefile::kTeamMerged}, move_offers);
  follow_clock(journal);
}

}  // namespace nrm::handover
