#include "nrm/identification/moves.hpp"

namespace nrm::identification {
namespace {

// Clear: opaque ids, teams, members, states and rules of the pathway, times. Reasons, decisions and numbers of files
// are sealed in the case's casework.
constexpr std::string_view kFirst = R"sql(
CREATE TABLE case_stay (
  id TEXT NOT NULL PRIMARY KEY,
  case_id TEXT NOT NULL,
  track TEXT NOT NULL,
  state TEXT NOT NULL,
  team TEXT NOT NULL,
  reference TEXT NOT NULL UNIQUE,
  since BIGINT NOT NULL,
  entered_by TEXT,
  warn_at BIGINT,
  due_at BIGINT,
  silent_since BIGINT,
  coordinator_told_at BIGINT
)
--
CREATE UNIQUE INDEX case_stay_case ON case_stay (case_id, track)
--
CREATE INDEX case_stay_team ON case_stay (team, warn_at)
--
CREATE INDEX case_stay_told ON case_stay (coordinator_told_at)
--
CREATE TABLE case_move (
  id TEXT NOT NULL PRIMARY KEY,
  case_id TEXT NOT NULL,
  track TEXT NOT NULL,
  transition TEXT NOT NULL,
  from_state TEXT NOT NULL,
  to_state TEXT NOT NULL,
  pathway_version TEXT NOT NULL,
  at BIGINT NOT NULL,
  by_member TEXT NOT NULL,
  by_team TEXT NOT NULL
)
--
CREATE INDEX case_move_case ON case_move (case_id, at)
)sql";

// Who stopped a body's time, when and why; kept as long as the case.
constexpr std::string_view kPauses = R"sql(
CREATE TABLE case_pause (
  id TEXT NOT NULL PRIMARY KEY,
  case_id TEXT NOT NULL,
  stay TEXT NOT NULL,
  track TEXT NOT NULL,
  reason TEXT NOT NULL,
  at BIGINT NOT NULL,
  by_member TEXT NOT NULL,
  by_team TEXT NOT NULL,
  ended_at BIGINT,
  ended_by_member TEXT,
  ended_by_team TEXT
)
--
CREATE INDEX case_pause_case ON case_pause (case_id, at)
--
CREATE INDEX case_pause_stay ON case_pause (stay, ended_at)
)sql";

constexpr std::string_view kStandingStill =
    "CREATE INDEX case_pause_standing ON case_pause (ended_at, stay) WHERE ended_at IS NULL";

}  // namespace

storage::Schema schema() {
  return {"identification",
          {{1, "moves along the tracks of a pathway", kFirst},
           {2, "times that stand still", kPauses},
           {3, "what stands still now is found at once", kStandingStill}},
          {}};
}

std::vector<ProblemType> identification_problems() {
  return {problems::kMovedOn,    problems::kNotYours,   problems::kTooEarly,
          problems::kNotStarted, problems::kWindowOver, problems::kOtherPathway};
}

std::string_view name_of(Kept kept) {
  return kept == Kept::paper ? "paper" : "other-system";
}

std::optional<Kept> parse_kept(std::string_view name) {
  for (const auto kept : {Kept::paper, Kept::other_system})
    if (name == name_of(kept)) return kept;
  return std::nullopt;
}

}  // namespace nrm::identification
