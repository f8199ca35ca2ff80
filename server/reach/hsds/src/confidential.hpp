// Which organisations have a place that must stay unknown.
#pragma once

#include "nrm/directory/directory.hpp"
#include "nrm/hsds/rules.hpp"

namespace nrm::hsds {

// Those with an open team, or an imported service, of a kind whose place is confidential, and those one of whose teams
// says so itself. Nothing about any place of such an organisation is kept or published: its other services may be under
// the same roof.
std::set<OrganisationId> confidential_organisations(storage::Reader& reader, const Rules& rules);

}  // namespace nrm::hsds
