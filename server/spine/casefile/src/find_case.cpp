#include <algorithm>

#include "facts_of.hpp"

namespace nrm::casefile {
namespace {

constexpr std::string_view kColumns =
    "SELECT id, team, reference, opened_at, opened_by, keeper, identification_state, assistance_state, "
    "pathway_version, "
    "group_id, basis_missing, version, next_due FROM case_file ";

}  // namespace

CaseFacts facts_of(const storage::Row& row) {
  return {.id = row.id<CaseId>("id"),
          .team = row.id<TeamId>("team"),
          .reference = row.text("reference"),
          .opened_at = row.time("opened_at"),
          .opened_by = row.id<MemberId>("opened_by"),
          .keeper = row.id<MemberId>("keeper"),
          .identification_state = row.text("identification_state"),
          .assistance_state = row.text("assistance_state"),
          .pathway_version = row.text("pathway_version"),
          .group = row.maybe_text("group_id"),
          .basis_missing = row.flag("basis_missing"),
          .version = row.integer("version"),
          .next_due = row.maybe_time("next_due")};
}

std::optional<CaseFacts> find_case(storage::Reader& reader, const CaseId& id) {
  const auto row = reader.query_one(std::string{kColumns} + "WHERE id = $id", {{"id", id}});
  return row ? std::optional{facts_of(*row)} : std::nullopt;
}

std::optional<TeamId> team_of(storage::Reader& reader, const CaseId& id) {
  const auto row = reader.query_one("SELECT team FROM case_file WHERE id = $id", {{"id", id}});
  return row ? std::optional{row->id<TeamId>("team")} : std::nullopt;
}

std::vector<CaseFacts> group_of(storage::Reader& reader, const CaseFacts& facts) {
  std::vector<CaseFacts> out;
  if (!facts.group) return out;
  for (const auto& row :
       reader.query(std::string{kColumns} + "WHERE group_id = $group AND team = $team AND id <> $id ORDER BY id",
                    {{"group", *facts.group}, {"team", facts.team}, {"id", facts.id}}))
    out.push_back(facts_of(row));
  return out;
}

std::set<std::string> fields_present(storage::Reader& reader, const CaseId& id) {
  std::set<std::string> out;
  for (const auto& row :
       reader.query("SELECT DISTINCT field FROM sealed_value WHERE case_id = $id ORDER BY field", {{"id", id}}))
    if (find_field(row.text("field")) != nullptr) out.insert(row.text("field"));
  return out;
}

}  // namespace nrm::casefile
