#include <algorithm>

#include "life_rows.hpp"
#include "nrm/casefile/overview.hpp"

namespace nrm::casefile {
namespace {

constexpr std::string_view kColumns =
    "SELECT t.id, t.kind, t.case_id, t.due, c.reference FROM case_task t JOIN case_file c ON c.id = t.case_id ";

std::vector<Task> read(const storage::Rows& rows) {
  std::vector<Task> out;
  for (const auto& row : rows)
    out.push_back(
        {row.text("id"), row.text("kind"), row.id<CaseId>("case_id"), row.text("reference"), row.maybe_time("due")});
  return out;
}

}  // namespace

std::vector<Task> tasks_of_case(storage::Reader& reader, const CaseId& id) {
  return read(reader.query(
      std::string{kTree} + std::string{kColumns} +
          "WHERE t.case_id IN (SELECT id FROM tree) AND t.team = c.team AND t.state = 'open' ORDER BY t.id",
      {{"id", id}}));
}

std::vector<Task> tasks_of_team(storage::Reader& reader, const TeamId& team) {
  return read(reader.query(std::string{kColumns} + "WHERE t.team = $team AND t.state = 'open' ORDER BY t.id",
                           {{"team", team}}));
}

void open_task(log::Act& act, const CaseId& id, std::string_view kind, std::optional<UtcTime> due) {
  if (const auto team = team_of(act.writer(), id)) open_task_for(act, id, kind, due, *team);
}

void open_task_for(log::Act& act, const CaseId& id, std::string_view kind, std::optional<UtcTime> due,
                   const TeamId& team) {
  const auto known =
      act.query_one("SELECT id FROM case_task WHERE case_id = $id AND kind = $kind AND team = $team AND state = 'open'",
                    {{"id", id}, {"kind", kind}, {"team", team}});
  if (known) return;
  act.run(
      "INSERT INTO case_task (id, case_id, kind, due, state, team) VALUES ($id, $case_id, $kind, $due, 'open', $team)",
      {{"id", to_text(make_uuid_v7(act.clock(), act.random()))},
       {"case_id", id},
       {"kind", kind},
       {"due", due},
       {"team", team}});
  refresh_next_due(act, id);
}

void close_task(log::Act& act, const CaseId& id, std::string_view kind) {
  act.run("UPDATE case_task SET state = 'done' WHERE case_id = $id AND kind = $kind AND state = 'open'",
          {{"id", id}, {"kind", kind}});
  refresh_next_due(act, id);
}

void refresh_next_due(log::Act& act, const CaseId& id) {
  act.run(
      std::string{kTree} +
          "UPDATE case_file SET next_due = (SELECT MIN(due) FROM case_task WHERE state = 'open' AND case_id IN (SELECT "
          "id FROM tree)) WHERE id = $id",
      {{"id", id}});
  // What is due in an absorbed case is due in the one that stands for it.
  if (const auto survivor = survivor_of(act.writer(), id); survivor != id) refresh_next_due(act, survivor);
}

void clear_basis_missing(log::Act& act, const CaseId& id) {
  act.run("UPDATE case_file SET basis_missing = 0 WHERE id = $id", {{"id", id}});
  close_task(act, id, "record-basis");
}

}  // namespace nrm::casefile
