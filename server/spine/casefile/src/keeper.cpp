#include "nrm/casefile/keeper.hpp"

namespace nrm::casefile {

std::optional<MemberId> keeper_of(storage::Reader& reader, const CaseId& id) {
  const auto row = reader.query_one("SELECT keeper FROM case_file WHERE id = $id", {{"id", id}});
  return row ? std::optional{row->id<MemberId>("keeper")} : std::nullopt;
}

std::map<CaseId, MemberId> keepers_of_tasks(storage::Reader& reader, const TeamId& team) {
  std::map<CaseId, MemberId> out;
  // Neither ordered nor made distinct: either leads SQLite over all cases of the team instead of over its open tasks.
  const auto rows = reader.query(
      "SELECT c.id AS id, c.keeper AS keeper FROM case_task t JOIN case_file c ON c.id = t.case_id "
      "WHERE t.team = $team AND t.state = 'open' AND c.team = $team",
      {{"team", team}});
  for (const auto& row : rows) out.emplace(row.id<CaseId>("id"), row.id<MemberId>("keeper"));
  return out;
}

}  // namespace nrm::casefile
