#include "nrm/directory/directory.hpp"
#include "nrm/directory/rewrite.hpp"

namespace nrm::directory {

// Confirming twice keeps the first time: the answer is the same for whoever asks again.
Result<void> confirm_organisation(log::Act& act, const OrganisationId& id) {
  const auto organisation = find_organisation(act.writer(), id);
  if (!organisation) return fail(nrm::problems::kNotFound);
  if (organisation->closed_at) return fail(problems::kClosed);
  act.run("UPDATE organisation SET confirmed_at = $now WHERE id = $id AND confirmed_at IS NULL",
          {{"now", act.now()}, {"id", id}});
  act.note("organisation", id.text());
  act.react(kOrganisationConfirmed, id.text());
  return {};
}

Result<void> confirm_number(log::Act& act, const NumberId& id) {
  if (!act.query_one("SELECT id FROM number WHERE id = $id", {{"id", id}})) return fail(nrm::problems::kNotFound);
  act.run("UPDATE number SET confirmed_at = $now WHERE id = $id AND confirmed_at IS NULL",
          {{"now", act.now()}, {"id", id}});
  act.note("number", id.text());
  return {};
}

}  // namespace nrm::directory
