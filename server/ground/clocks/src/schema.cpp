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
  return {"clocks", {{1, "clocks", kClocks}}, {}};
}

std::vector<ProblemType> clocks_problems() {
  return {problems::kTooEarly, problems::kStandsStill};
}

}  // namespace nrm::clocks
