#include "nrm/access/team_end.hpp"
#include "nrm/casefile/team_end.hpp"

namespace nrm::casefile {
namespace {

// Closed cases count too: until they are erased somebody must be able to open them.
std::int64_t cases_of(storage::Reader& reader, const TeamId& team) {
  return reader.query("SELECT COUNT(*) AS cases FROM case_file WHERE team = $team", {{"team", team}})
      .at(0)
      .integer("cases");
}

}  // namespace

Result<void> close_team(log::Act& act, const TeamId& team, const CountUnanswered& unanswered) {
  const auto found = directory::find_team(act.writer(), team);
  if (!found) return fail(nrm::problems::kNotFound);
  if (found->closed_at) return fail(directory::problems::kClosed);
  if (cases_of(act.writer(), team) > 0) return fail(problems::kTeamBusy);
  if (unanswered && unanswered(act.writer(), team, std::nullopt) > 0) return fail(problems::kTeamBusy);
  access::end_team_keys(act, team);
  return directory::close_team(act, team);
}

Result<void> close_organisation(log::Act& act, const OrganisationId& organisation, const CountUnanswered& unanswered) {
  const auto found = directory::find_organisation(act.writer(), organisation);
  if (!found) return fail(nrm::problems::kNotFound);
  if (found->closed_at) return fail(directory::problems::kClosed);
  for (const auto& team : directory::list_teams_of(act.writer(), organisation))
    if (auto closed = close_team(act, team.id, unanswered); !closed) return closed;
  return directory::close_organisation(act, organisation);
}

}  // namespace nrm::casefile
