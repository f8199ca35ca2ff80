#include "nrm/casefile/team_end.hpp"
#include "nrm/directory/rewrite.hpp"
#include "take_up.hpp"

namespace nrm::hsds {

void register_reactions(log::Journal& journal, const pathway::Pack& pack) {
  journal.on(std::string{directory::kOrganisationConfirmed},
             [&pack](log::Act& act, std::string_view id) { accept(act, pack, OrganisationId::from_row(id)); });
  journal.on(std::string{casefile::kTeamMerged}, [](log::Act& act, std::string_view object) {
    const auto teams = casefile::merged_teams_of(object);
    act.run("UPDATE hsds_service SET team_id = $into WHERE team_id = $from",
            {{"into", teams.into}, {"from", teams.from}});
  });
}

}  // namespace nrm::hsds
