#include "nrm/casefile/handover_keys.hpp"
#include "nrm/casefile/team_end.hpp"
#include "nrm/contacts/contact.hpp"
#include "nrm/contacts/of_case.hpp"

namespace nrm::contacts {
namespace {

// Nothing here tells about a person: how somebody reached the team, what was needed, what came of it, on which day.
constexpr std::string_view kFirst = R"(
CREATE TABLE contact (
  id TEXT NOT NULL PRIMARY KEY,
  team TEXT NOT NULL,
  channel TEXT NOT NULL,
  day TEXT NOT NULL,
  outcome TEXT NOT NULL,
  version BIGINT NOT NULL,
  recorded_at BIGINT NOT NULL,
  recorded_by TEXT NOT NULL,
  case_id TEXT,
  sealed BLOB
)
--
CREATE INDEX contact_team ON contact (team, day)
--
CREATE INDEX contact_case ON contact (case_id)
--
CREATE TABLE contact_need (
  contact TEXT NOT NULL,
  need TEXT NOT NULL,
  PRIMARY KEY (contact, need)
)
)";

}  // namespace

storage::Schema schema() {
  return {"contacts", {{1, "contacts without a case", kFirst}}, {}};
}

std::vector<ProblemType> contacts_problems() {
  return {problems::kTooLate, problems::kAlreadyCase};
}

std::int64_t contacts_of_case(storage::Reader& reader, const CaseId& id) {
  return reader.query("SELECT COUNT(*) AS n FROM contact WHERE case_id = $id", {{"id", id}}).at(0).integer("n");
}

// What was counted stays counted; nothing that leads to her does.
void register_reactions(log::Journal& journal) {
  journal.on(std::string{casefile::kTeamMerged}, [](log::Act& act, std::string_view object) {
    const auto teams = casefile::merged_teams_of(object);
    act.run("UPDATE contact SET team = $into WHERE team = $from", {{"from", teams.from}, {"into", teams.into}});
  });
  // What the team noted on the telephone stays its own; that it became this case is no longer its to know.
  journal.on(std::string{casefile::kCaseHandedOver}, [](log::Act& act, std::string_view object) {
    const auto moved = casefile::handed_over_of(object);
    act.run("UPDATE contact SET case_id = NULL WHERE case_id = $id AND team = $from",
            {{"id", moved.case_id}, {"from", moved.from}});
  });
  journal.on(std::string{casefile::kCaseErased}, [](log::Act& act, std::string_view case_id) {
    act.run("UPDATE contact SET case_id = NULL, sealed = NULL WHERE case_id = $id", {{"id", case_id}});
  });
}

}  // namespace nrm::contacts
