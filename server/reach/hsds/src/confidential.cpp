#include "confidential.hpp"

#include "nrm/directory/offer.hpp"
#include "rows.hpp"

namespace nrm::hsds {

std::set<OrganisationId> confidential_organisations(storage::Reader& reader, const Rules& rules) {
  std::set<OrganisationId> out;
  for (const auto& team : directory::list_teams(reader))
    if (rules.is_confidential(team.services) || directory::is_confidential(reader, team.id))
      out.insert(team.organisation);
  for (const auto& row : reader.query("SELECT organisation_id, kinds, accepted_kinds FROM hsds_service"))
    if (rules.is_confidential(split_codes(row.text("kinds"))) ||
        rules.is_confidential(split_codes(row.text("accepted_kinds"))))
      out.insert(row.id<OrganisationId>("organisation_id"));
  return out;
}

}  // namespace nrm::hsds
