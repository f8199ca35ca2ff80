#include "nrm/htcds/import_rows.hpp"

#include "nrm/casefile/team_end.hpp"

namespace nrm::htcds {

void move_imports(log::Act& act, std::string_view object) {
  const auto teams = casefile::merged_teams_of(object);
  act.run("UPDATE import_row SET team = $into WHERE team = $from", {{"into", teams.into}, {"from", teams.from}});
}

void forget_imports(log::Act& act, std::string_view case_id) {
  act.run("DELETE FROM import_row WHERE case_id = $id", {{"id", case_id}});
}

}  // namespace nrm::htcds
