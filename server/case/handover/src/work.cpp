#include "nrm/handover/work.hpp"

#include "nrm/clocks/clocks.hpp"
#include "whole.hpp"

namespace nrm::handover {
namespace {

work::Item item_of(storage::Reader& reader, const Row& row, const TeamId& team, UtcTime now) {
  const bool receives = row.to_team == team;
  work::Item out{.id = row.id.text(), .kind = "answer-handover", .team = team};
  if (!receives) out.kind = is_complete(reader, row) ? "await-handover" : "complete-handover";
  out.link = "/handovers/" + row.id.text();
  out.reference = row.reference;
  out.other = receives ? row.from_team : row.to_team;
  if (const auto clock = clocks::find(reader, kAnswerRule, {std::string{kClockSubject}, row.id.text()})) {
    out.due_at = clock->due_at;
    out.state = clocks::state_of(*clock, now);
  }
  return out;
}

}  // namespace

std::vector<work::Item> open_work(log::Act& act, const access::Session&, const std::vector<TeamId>& teams) {
  std::vector<work::Item> out;
  for (const auto& team : teams)
    for (const auto& row :
         act.query("SELECT * FROM handover WHERE state = 'offered' AND (from_team = $team OR to_team = "
                   "$team) ORDER BY offered_at, id",
                   {{"team", team}}))
      out.push_back(item_of(act.writer(), row_of(row), team, act.now()));
  return out;
}

}  // namespace nrm::handover
