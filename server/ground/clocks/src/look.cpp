#include "store.hpp"

namespace nrm::clocks {

pathway::ClockState state_of(const Running& clock, UtcTime now) {
  if (clock.kind == pathway::ClockKind::minimum) return pathway::ClockState::on_time;
  if (clock.breached_at) return pathway::ClockState::overdue;
  if (!clock.due_at) return pathway::ClockState::on_time;
  return state_of(pathway::ClockTimes{clock.started_at, *clock.due_at, clock.warn_at.value_or(*clock.due_at)}, now);
}

std::optional<Running> find(storage::Reader& reader, std::string_view rule, const Subject& subject) {
  auto row = find_row(reader, rule, subject);
  return row ? std::optional{std::move(row->running)} : std::nullopt;
}

std::vector<Running> of_subject(storage::Reader& reader, const Subject& subject) {
  std::vector<Running> out;
  for (auto& row : rows_of(reader, subject)) out.push_back(std::move(row.running));
  return out;
}

std::vector<Running> of_team(storage::Reader& reader, const TeamId& team, std::size_t limit) {
  // Both databases put what stands still last by this.
  const auto rows = reader.query(
      "SELECT rule, subject_kind, subject_id, team, kind, due_count, due_unit, warn_count, warn_unit, pauses_on, "
      "started_at, due_at, warn_at, warned_at, breached_at FROM running_clock WHERE team = $team "
      "ORDER BY CASE WHEN due_at IS NULL THEN 1 ELSE 0 END, due_at, subject_kind, subject_id, rule LIMIT $limit",
      {{"team", team}, {"limit", limit}});
  std::vector<Running> out;
  for (const auto& row : rows) out.push_back(running_from(reader, row));
  return out;
}

Result<void> check_reached(storage::Reader& reader, std::string_view rule, const Subject& subject, UtcTime now) {
  const auto clock = find(reader, rule, subject);
  if (!clock || clock->kind != pathway::ClockKind::minimum || clock->breached_at) return {};
  if (!clock->due_at) return fail(problems::kStandsStill);
  if (now < *clock->due_at) return fail(problems::kTooEarly, {}, {{"from", to_rfc3339(*clock->due_at)}});
  return {};
}

}  // namespace nrm::clocks
