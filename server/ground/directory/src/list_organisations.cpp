#include "rows.hpp"

namespace nrm::directory {
namespace {

std::optional<Date> maybe_date(const storage::Row& row, std::string_view column) {
  const auto text = row.maybe_text(column);
  return text ? parse_iso_date(*text) : std::nullopt;
}

Organisation read(const storage::Row& row) {
  return {{row.text("code"),
           row.text("name"),
           {},
           row.text("kind"),
           row.text("level"),
           row.text("region"),
           row.text("status"),
           maybe_date(row, "from_date"),
           maybe_date(row, "until_date"),
           maybe_date(row, "last_confirmed"),
           split_codes(row.text("takes_part_in"))},
          row.id<OrganisationId>("id"),
          row.maybe_time("confirmed_at"),
          row.maybe_time("closed_at")};
}

std::vector<Organisation> with_names(std::vector<Organisation> all, std::map<std::string, pathway::Labels> names) {
  for (auto& organisation : all)
    if (auto found = names.find(organisation.id.text()); found != names.end())
      organisation.names = std::move(found->second);
  return all;
}

std::optional<Organisation> find(storage::Reader& reader, std::string_view sql, const storage::Params& params) {
  const auto row = reader.query_one(sql, params);
  if (!row) return std::nullopt;
  auto names = read_names(
      reader, "SELECT organisation_id AS owner, language, name FROM organisation_name WHERE organisation_id = $id",
      {{"id", row->text("id")}});
  return with_names({read(*row)}, std::move(names)).front();
}

}  // namespace

std::vector<Organisation> list_organisations(storage::Reader& reader) {
  std::vector<Organisation> all;
  for (const auto& row : reader.query("SELECT * FROM organisation WHERE closed_at IS NULL ORDER BY code, id"))
    all.push_back(read(row));
  return with_names(std::move(all),
                    read_names(reader, "SELECT organisation_id AS owner, language, name FROM organisation_name"));
}

std::optional<Organisation> find_organisation(storage::Reader& reader, const OrganisationId& id) {
  return find(reader, "SELECT * FROM organisation WHERE id = $id", {{"id", id}});
}

std::optional<Organisation> find_organisation_by_code(storage::Reader& reader, std::string_view code) {
  return find(reader, "SELECT * FROM organisation WHERE code = $code", {{"code", code}});
}

}  // namespace nrm::directory
