#include <algorithm>

#include "rows.hpp"

namespace nrm::directory {
namespace {

constexpr std::string_view kTeams =
    "SELECT t.id, t.organisation_id, t.name, t.kinds, t.region, t.closed_at, o.name AS organisation_name, "
    "o.kind AS organisation_kind, o.confirmed_at FROM team t JOIN organisation o ON o.id = t.organisation_id ";

Team read(const storage::Row& row) {
  return {{row.id<OrganisationId>("organisation_id"),
           row.text("name"),
           split_codes(row.text("kinds")),
           {},
           row.text("region")},
          row.id<TeamId>("id"),
          row.text("organisation_name"),
          row.text("organisation_kind"),
          !row.is_null("confirmed_at"),
          row.maybe_time("closed_at")};
}

std::vector<Team> select(storage::Reader& reader, std::string_view where, const storage::Params& params = {}) {
  std::vector<Team> all;
  std::map<std::string, std::set<std::string>> services;
  for (const auto& row : reader.query("SELECT team_id, service FROM team_service"))
    services[row.text("team_id")].insert(row.text("service"));
  for (const auto& row :
       reader.query(std::string{kTeams} + std::string{where} + " ORDER BY o.code, t.name, t.id", params)) {
    all.push_back(read(row));
    all.back().services = services[all.back().id.text()];
  }
  return all;
}

}  // namespace

std::vector<Team> list_teams(storage::Reader& reader) {
  return select(reader, "WHERE t.closed_at IS NULL");
}

std::vector<Team> list_teams_of(storage::Reader& reader, const OrganisationId& id) {
  return select(reader, "WHERE t.closed_at IS NULL AND t.organisation_id = $id", {{"id", id}});
}

std::optional<Team> find_team(storage::Reader& reader, const TeamId& id) {
  const auto row = reader.query_one(std::string{kTeams} + "WHERE t.id = $id", {{"id", id}});
  if (!row) return std::nullopt;
  auto team = read(*row);
  for (const auto& service : reader.query("SELECT service FROM team_service WHERE team_id = $id", {{"id", id}}))
    team.services.insert(service.text("service"));
  return team;
}

std::vector<Receiver> teams_for_need(storage::Reader& reader, std::string_view service, const CanReceive& can_receive) {
  std::vector<Receiver> out;
  for (auto& team : list_teams(reader)) {
    if (!service.empty() && !team.services.contains(std::string{service})) continue;
    const bool can = team.confirmed && can_receive && can_receive(reader, team.id);
    out.push_back({std::move(team), can});
  }
  std::stable_sort(out.begin(), out.end(),
                   [](const Receiver& a, const Receiver& b) { return a.can_receive > b.can_receive; });
  return out;
}

}  // namespace nrm::directory
