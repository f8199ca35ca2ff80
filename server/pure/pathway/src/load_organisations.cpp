#include "loader.hpp"
#include "team_offers.hpp"

#include <fmt/format.h>

namespace nrm::pathway {
namespace {

std::vector<std::string> with_labels(const Loader& loader, std::vector<std::string> columns) {
  for (auto& column : loader.label_columns("name_")) columns.push_back(std::move(column));
  return columns;
}

PackOrganisation read_organisation(Loader& loader, const CsvTable& table, const CsvRow& row) {
  PackOrganisation out;
  out.id = loader.code(table, row, "id");
  out.names = loader.labels(table, row, "name_", true);
  out.kind = loader.listed(table, row, "kind", "organisation-kind");
  out.level = loader.listed(table, row, "level", "organisation-level");
  out.parent = table.cell(row, "parent");
  out.region = loader.region(table, row, "region");
  out.role = table.cell(row, "role");
  out.from = loader.date(table, row, "from", false);
  out.until = loader.date(table, row, "until", false);
  out.status = loader.listed(table, row, "status", "organisation-status");
  out.last_confirmed = loader.date(table, row, "last_confirmed", false);
  out.takes_part_in = loader.listed_set(table, row, "takes_part_in", "takes-part-in");
  out.note = table.cell(row, "note");
  out.origin = loader.origin(table, row);
  if (out.from && out.until && *out.until < *out.from)
    loader.fault(table.file, row.line, "until-before-from", "\"until\" is before \"from\"");
  return out;
}

void check_reference(Loader& loader, const Origin& where, const std::string& id, std::string_view column) {
  if (id.empty() || loader.pack.find_organisation(id) != nullptr) return;
  loader.fault(where.file, where.line, "unknown-organisation",
               fmt::format("\"{}\" in \"{}\" is not a body of this pack", id, column));
}

}  // namespace

void load_organisations(Loader& loader) {
  const auto table =
      loader.csv("organisations/organisations.csv",
                 with_labels(loader, {"id", "kind", "level", "parent", "region", "role", "from", "until", "status",
                                      "last_confirmed", "takes_part_in", "verified", "source"}),
                 {"note", "translations_ours"});
  if (!table) return;
  std::set<std::string> seen;
  for (const auto& row : table->rows) {
    auto organisation = read_organisation(loader, *table, row);
    loader.once(seen, organisation.id, *table, row);
    loader.pack.organisations.push_back(std::move(organisation));
  }
  for (const auto& organisation : loader.pack.organisations)
    check_reference(loader, organisation.origin, organisation.parent, "parent");
}

void load_hotlines(Loader& loader) {
  const auto table =
      loader.csv("organisations/hotlines.csv",
                 {"number", "operator_id", "name_en", "hours", "free", "topic", "verified", "source"}, [&] {
                   auto columns = loader.label_columns("name_");
                   columns.emplace_back("alt_numbers");
                   columns.emplace_back("note");
                   return columns;
                 }());
  if (!table) return;
  std::set<std::string> seen;
  for (const auto& row : table->rows) {
    Hotline line{table->cell(row, "number"),      split_list(table->cell(row, "alt_numbers")),
                 table->cell(row, "operator_id"), loader.labels(*table, row, "name_", false),
                 table->cell(row, "hours"),       table->cell(row, "free"),
                 table->cell(row, "topic"),       table->cell(row, "note"),
                 loader.origin(*table, row)};
    if (line.number.empty() || line.number.size() > 60)
      loader.fault(table->file, row.line, "bad-number", "a number has 1 to 60 characters");
    loader.once(seen, line.number, *table, row);
    check_reference(loader, line.origin, line.operator_id, "operator_id");
    loader.pack.hotlines.push_back(std::move(line));
  }
}

std::optional<CsvTable> teams_table(Loader& loader) {
  auto required = std::vector<std::string>{"id", "organisation", "kinds", "services", "region", "verified", "source"};
  for (const auto& language : loader.pack.languages) required.push_back("name_" + language);
  auto optional = offer_columns();
  for (auto& column : loader.label_columns("name_")) optional.push_back(std::move(column));
  return loader.csv("teams.csv", required, optional, false);
}

void load_teams(Loader& loader) {
  const auto table = teams_table(loader);
  if (!table) return;
  std::set<std::string> seen;
  for (const auto& row : table->rows) {
    const auto kinds = split_list(table->cell(row, "kinds"));
    PackTeam team{loader.code(*table, row, "id"),
                  table->cell(row, "organisation"),
                  loader.labels(*table, row, "name_", true),
                  {kinds.begin(), kinds.end()},
                  loader.listed_set(*table, row, "services", "service"),
                  loader.region(*table, row, "region"),
                  loader.origin(*table, row)};
    loader.once(seen, team.id, *table, row);
    check_reference(loader, team.origin, team.organisation, "organisation");
    if (const auto bad = team_kinds_fault(team.kinds))
      loader.fault(table->file, row.line, *bad,
                   *bad == "protection-and-control"
                       ? "one team does both protection and immigration control: nobody would come to it"
                       : "\"kinds\" names one or more kinds of team");
    (void)read_offer(loader, *table, row);  // here for its faults
    loader.pack.teams.push_back(std::move(team));
  }
}

}  // namespace nrm::pathway
