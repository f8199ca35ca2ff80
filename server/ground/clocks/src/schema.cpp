#include "nrm/clocks/clocks.hpp"

namespace nrm::clocks {

storage::Schema schema() {
  constexpr std::string_view kClocks = R"(CREATE TABLE running_clock (
  rule TEXT NOT NULL,
  subject_kind TEXT NOT NULL,
  subject_id TEXT NOT NULL,
  team TEXT NOT NULL,
  kind TEXT NOT NULL,
  due_count BIGINT NOT NULL,
  due_unit TEXT NOT NULL,
  warn_count BIGINT NOT NULL,
  warn_unit TEXT NOT NULL,
  pauses_on TEXT NOT NULL,
  started_at BIGINT NOT NULL,
  due_at BIGINT,
  warn_at BIGINT,
  warned_at BIGINT,
  breached_at BIGINT,
  PRIMARY KEY (subject_kind, subject_id, rule))
--
CREATE INDEX running_clock_team ON running_clock (team, due_at)
--
CREATE TABLE clock_pause (
  subject_kind TEXT NOT NULL,
  subject_id TEXT NOT NULL,
  reason TEXT NOT NULL,
  from_at BIGINT NOT NULL,
  until_at BIGINT,
  PRIMARY KEY (subject_kind, subject_id, reason, from_at))
--
CREATE TABLE clock_calendar (
  name TEXT PRIMARY KEY,
  days BIGINT NOT NULL))";
  // By which days each clock was counted: servers with different calendars may run beside each other for a while.
  constexpr std::string_view kByWhichDays = R"(ALTER TABLE running_clock ADD COLUMN counted_by BIGINT NOT NULL DEFAULT 0
--
CREATE INDEX running_clock_counted_by ON running_clock (counted_by)
--
DROP TABLE clock_calendar)";
  return {"clocks", {{1, "clocks", kClocks}, {2, "by which days each is counted", kByWhichDays}}, {}};
}

std::vector<ProblemType> clocks_problems() {
  return {problems::kTooEarly, problems::kStandsStill};
}

}  // namespace nrm::clocks
