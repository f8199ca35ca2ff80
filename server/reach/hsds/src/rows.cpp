#include "rows.hpp"

namespace nrm::hsds {
namespace {

json::object document_of(const std::string& text) {
  return json::parse(text).as_object();
}

std::optional<json::object> maybe_document(const storage::Row& row, std::string_view column) {
  const auto text = row.maybe_text(column);
  return text ? std::optional{document_of(*text)} : std::nullopt;
}

KeptOrganisation organisation_of(const storage::Row& row) {
  return {row.text("id"), row.id<OrganisationId>("organisation_id"), document_of(row.text("latest")),
          maybe_document(row, "accepted"), row.maybe_time("accepted_at")};
}

KeptService service_of(const storage::Row& row) {
  const auto team = row.maybe_text("team_id");
  return {row.text("id"),
          row.id<OrganisationId>("organisation_id"),
          team ? TeamId::parse(*team) : std::nullopt,
          split_codes(row.text("kinds")),
          document_of(row.text("latest")),
          maybe_document(row, "accepted"),
          split_codes(row.text("accepted_kinds")),
          row.maybe_time("accepted_at")};
}

std::vector<KeptService> services_of(const storage::Rows& rows) {
  std::vector<KeptService> out;
  for (const auto& row : rows) out.push_back(service_of(row));
  return out;
}

std::optional<std::string> text_of(const std::optional<json::object>& document) {
  return document ? std::optional{json::serialize(*document)} : std::nullopt;
}

}  // namespace

std::vector<KeptOrganisation> kept_organisations(storage::Reader& reader) {
  std::vector<KeptOrganisation> out;
  for (const auto& row : reader.query("SELECT * FROM hsds_organisation ORDER BY id"))
    out.push_back(organisation_of(row));
  return out;
}

std::optional<KeptOrganisation> kept_organisation(storage::Reader& reader, std::string_view id) {
  const auto row = reader.query_one("SELECT * FROM hsds_organisation WHERE id = $id", {{"id", id}});
  return row ? std::optional{organisation_of(*row)} : std::nullopt;
}

std::optional<KeptOrganisation> kept_organisation_of(storage::Reader& reader, const OrganisationId& organisation) {
  const auto row =
      reader.query_one("SELECT * FROM hsds_organisation WHERE organisation_id = $id", {{"id", organisation}});
  return row ? std::optional{organisation_of(*row)} : std::nullopt;
}

std::vector<KeptService> kept_services(storage::Reader& reader) {
  return services_of(reader.query("SELECT * FROM hsds_service ORDER BY id"));
}

std::vector<KeptService> kept_services_of(storage::Reader& reader, const OrganisationId& organisation) {
  return services_of(
      reader.query("SELECT * FROM hsds_service WHERE organisation_id = $id ORDER BY id", {{"id", organisation}}));
}

std::optional<KeptService> kept_service(storage::Reader& reader, std::string_view id) {
  const auto row = reader.query_one("SELECT * FROM hsds_service WHERE id = $id", {{"id", id}});
  return row ? std::optional{service_of(*row)} : std::nullopt;
}

void keep(log::Act& act, const KeptOrganisation& organisation) {
  act.run(
      "INSERT INTO hsds_organisation (id, organisation_id, latest, accepted, imported_at, accepted_at) VALUES ($id, "
      "$organisation, $latest, $accepted, $now, $accepted_at) ON CONFLICT (id) DO UPDATE SET latest = "
      "excluded.latest, accepted = excluded.accepted, imported_at = excluded.imported_at, accepted_at = "
      "excluded.accepted_at",
      {{"id", organisation.id},
       {"organisation", organisation.organisation},
       {"latest", json::serialize(organisation.latest)},
       {"accepted", text_of(organisation.accepted)},
       {"now", act.now()},
       {"accepted_at", organisation.accepted_at}});
}

void keep(log::Act& act, const KeptService& service) {
  act.run(
      "INSERT INTO hsds_service (id, organisation_id, team_id, kinds, latest, accepted, accepted_kinds, imported_at, "
      "accepted_at) VALUES ($id, $organisation, $team, $kinds, $latest, $accepted, $accepted_kinds, $now, "
      "$accepted_at) ON CONFLICT (id) DO UPDATE SET team_id = excluded.team_id, kinds = excluded.kinds, latest = "
      "excluded.latest, accepted = excluded.accepted, accepted_kinds = excluded.accepted_kinds, imported_at = "
      "excluded.imported_at, accepted_at = excluded.accepted_at",
      {{"id", service.id},
       {"organisation", service.organisation},
       {"team", service.team},
       {"kinds", join_codes(service.kinds)},
       {"latest", json::serialize(service.latest)},
       {"accepted", text_of(service.accepted)},
       {"accepted_kinds", join_codes(service.accepted_kinds)},
       {"now", act.now()},
       {"accepted_at", service.accepted_at}});
}

}  // namespace nrm::hsds
