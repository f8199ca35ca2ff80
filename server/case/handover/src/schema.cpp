#include "nrm/handover/handover.hpp"

namespace nrm::handover {
namespace {

// Clear: opaque ids, teams, states, times, reason codes. Notes are sealed to both teams under the offer's own key.
constexpr std::string_view kFirst = R"sql(
CREATE TABLE handover (
  id TEXT NOT NULL PRIMARY KEY,
  reference TEXT NOT NULL UNIQUE,
  case_id TEXT NOT NULL,
  from_team TEXT NOT NULL,
  to_team TEXT NOT NULL,
  basis TEXT NOT NULL,
  state TEXT NOT NULL,
  version BIGINT NOT NULL,
  urgent BIGINT NOT NULL,
  offered_at BIGINT NOT NULL,
  offered_by TEXT NOT NULL,
  lapses_at BIGINT NOT NULL,
  ended_at BIGINT,
  ended_by TEXT,
  reason_code TEXT,
  note BLOB,
  answer BLOB
)
--
CREATE INDEX handover_case ON handover (case_id, state)
--
CREATE INDEX handover_from ON handover (from_team, offered_at)
--
CREATE INDEX handover_to ON handover (to_team, offered_at)
--
CREATE INDEX handover_basis ON handover (basis)
--
CREATE TABLE handover_part (
  handover TEXT NOT NULL,
  case_id TEXT NOT NULL,
  PRIMARY KEY (handover, case_id)
)
--
CREATE INDEX handover_part_case ON handover_part (case_id)
--
CREATE TABLE handover_history (
  handover TEXT NOT NULL,
  position BIGINT NOT NULL,
  what TEXT NOT NULL,
  at BIGINT NOT NULL,
  actor_team TEXT,
  reason_code TEXT,
  PRIMARY KEY (handover, position)
)
)sql";

}  // namespace

storage::Schema schema() {
  return {"handover", {{1, "offers to take a case over", kFirst}}, {}};
}

std::vector<ProblemType> handover_problems() {
  return {problems::kAlreadyOffered, problems::kNotCovered, problems::kNotComplete, problems::kReviewFirst,
          problems::kNotNow};
}

}  // namespace nrm::handover
