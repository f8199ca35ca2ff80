#include "clocks.hpp"
#include "nrm/casefile/handover_keys.hpp"
#include "nrm/casefile/team_end.hpp"
#include "nrm/jobs/jobs.hpp"
#include "nrm/retention/desk.hpp"

namespace nrm::retention {
namespace {

void forget(log::Act& act, std::string_view case_id) {
  for (const auto& row : act.query("SELECT id FROM legal_hold WHERE case_id = $id", {{"id", case_id}}))
    jobs::cancel_all_of(act.writer(), row.text("id"));
  jobs::cancel_all_of(act.writer(), case_id);
  act.run("DELETE FROM retention_due WHERE case_id = $id", {{"id", case_id}});
  act.run("DELETE FROM legal_hold WHERE case_id = $id", {{"id", case_id}});
  act.run(
      "UPDATE erasure_request SET state = CASE WHEN state = 'taken-back' THEN state ELSE 'done' END, ended_at = "
      "COALESCE(ended_at, CAST($at AS BIGINT)), case_id = NULL, asked_by = NULL WHERE case_id = $id",
      {{"at", act.now()}, {"id", case_id}});
}

// Done requests too: what a team's office sees of them goes where the team went.
void move_requests(log::Act& act, std::string_view object) {
  const auto teams = casefile::merged_teams_of(object);
  act.run("UPDATE erasure_request SET team = $into WHERE team = $from", {{"from", teams.from}, {"into", teams.into}});
}

// Whoever holds the case carries out what was asked; what was done before was the old team's work.
void hand_over_requests(log::Act& act, std::string_view object) {
  const auto moved = casefile::handed_over_of(object);
  act.run("UPDATE erasure_request SET team = $into WHERE case_id = $id AND team = $from AND state IN ('asked', 'held')",
          {{"into", moved.into}, {"id", moved.case_id}, {"from", moved.from}});
}

}  // namespace

void register_reactions(log::Journal& journal, const pathway::Pack& pack) {
  for (const auto* moment : {"case.closed", "case.opened-in-error"})
    journal.on(moment, [&pack, moment](log::Act& act, std::string_view id) {
      start_clocks(act, pack, CaseId::from_row(std::string{id}), moment);
    });
  journal.on("case.reopened",
             [](log::Act& act, std::string_view id) { stop_clocks(act, CaseId::from_row(std::string{id})); });
  journal.on(std::string{casefile::kCaseErased}, forget);
  journal.on(std::string{casefile::kTeamMerged}, move_requests);
  journal.on(std::string{casefile::kCaseHandedOver}, hand_over_requests);
}

}  // namespace nrm::retention
