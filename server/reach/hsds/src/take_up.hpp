// Imported documents into the directory.
#pragma once

#include "plan.hpp"

namespace nrm::hsds {

struct TakeUp {
  const pathway::Pack& pack;
  const Rules& rules;
  std::string organisation_kind;
};
// Inside an act: writes what changed of one organisation.
Result<void> take_up(log::Act& act, const TakeUp& how, const PlannedOrganisation& planned);
// On its confirmation: what was imported last is what is published and what its teams offer.
void accept(log::Act& act, const pathway::Pack& pack, const OrganisationId& organisation);

}  // namespace nrm::hsds
