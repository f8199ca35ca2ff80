#include "nrm/directory/directory.hpp"

namespace nrm::directory {

Result<void> close_organisation(log::Act& act, const OrganisationId& id) {
  if (!find_organisation(act.writer(), id)) return fail(nrm::problems::kNotFound);
  act.run("UPDATE organisation SET closed_at = $now WHERE id = $id AND closed_at IS NULL",
          {{"now", act.now()}, {"id", id}});
  act.run("UPDATE team SET closed_at = $now WHERE organisation_id = $id AND closed_at IS NULL",
          {{"now", act.now()}, {"id", id}});
  act.note("organisation", id.text());
  return {};
}

Result<void> close_team(log::Act& act, const TeamId& id) {
  if (!find_team(act.writer(), id)) return fail(nrm::problems::kNotFound);
  act.run("UPDATE team SET closed_at = $now WHERE id = $id AND closed_at IS NULL", {{"now", act.now()}, {"id", id}});
  act.note("team", id.text());
  return {};
}

}  // namespace nrm::directory
