// The rows of imported documents.
#pragma once

#include "document.hpp"
#include "nrm/directory/directory.hpp"
#include "nrm/hsds/hsds.hpp"
#include "nrm/kernel/codes.hpp"

namespace nrm::hsds {

struct KeptOrganisation {
  std::string id;
  OrganisationId organisation;
  json::object latest;
  std::optional<json::object> accepted;
  std::optional<UtcTime> accepted_at;
};

struct KeptService {
  std::string id;
  OrganisationId organisation;
  std::optional<TeamId> team;
  std::set<std::string> kinds;  // of the pack; empty: not mapped
  json::object latest;
  std::optional<json::object> accepted;
  std::set<std::string> accepted_kinds;
  std::optional<UtcTime> accepted_at;
};

std::vector<KeptOrganisation> kept_organisations(storage::Reader& reader);
std::optional<KeptOrganisation> kept_organisation(storage::Reader& reader, std::string_view id);
std::optional<KeptOrganisation> kept_organisation_of(storage::Reader& reader, const OrganisationId& organisation);
std::vector<KeptService> kept_services(storage::Reader& reader);
std::vector<KeptService> kept_services_of(storage::Reader& reader, const OrganisationId& organisation);
std::optional<KeptService> kept_service(storage::Reader& reader, std::string_view id);

// Every row with one identifier is replaced.
void keep(log::Act& act, const KeptOrganisation& organisation);
void keep(log::Act& act, const KeptService& service);

}  // namespace nrm::hsds
