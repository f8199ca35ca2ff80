// Changing what a source outside has said about a body that it brought. Inside an act; the caller has decided who may.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "nrm/directory/directory.hpp"

namespace nrm::directory {

// The moment at which an administrator confirms an organisation, the first time or again; the object is its id.
inline constexpr std::string_view kOrganisationConfirmed = "directory.organisation-confirmed";

// Both hold the rules of adding. The names by language give way to the one name.
Result<void> rename_organisation(log::Act& act, const OrganisationId& id, std::string_view name);
// What the team is called and offers; its kinds and its region stay.
Result<void> rewrite_team(log::Act& act, const pathway::Pack& pack, const TeamId& id, std::string_view name,
                          const std::set<std::string>& services);

}  // namespace nrm::directory
