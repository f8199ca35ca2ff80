#include "life_rows.hpp"
#include "nrm/casefile/overview.hpp"
#include "summary.hpp"

namespace nrm::casefile {

// The figures forget it now: who can erase it later may not be able to open which row was its.
Result<void> mark_opened_in_error(log::Act& act, const access::Permit& permit, const CaseId& id) {
  if (const auto facts = held_alone(act, permit, id); !facts) return tl::unexpected(facts.error());
  if (const auto bad = why_read_only(act.writer(), id)) return tl::unexpected(*bad);
  if (!absorbed_by(act.writer(), id).empty()) return fail(problems::kMerged);
  CaseKeys keys{act, permit, id};
  const auto row = statistics_row_id(act, keys, id);
  if (!row) return tl::unexpected(row.error());
  act.run("DELETE FROM statistics_row WHERE id = $id", {{"id", *row}});
  act.run("UPDATE case_task SET state = 'dropped' WHERE case_id = $id AND state = 'open'", {{"id", id}});
  act.run(
      "UPDATE case_file SET error_marked_at = $now, group_id = NULL, next_due = NULL, version = version + 1 WHERE "
      "id = $id",
      {{"now", act.now()}, {"id", id}});
  act.react(kCaseOpenedInError, id.text());
  return {};
}

}  // namespace nrm::casefile
