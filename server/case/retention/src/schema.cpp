#include "nrm/retention/desk.hpp"
#include "nrm/retention/retention.hpp"

namespace nrm::retention {
namespace {

// Of a request whose case is gone only the random number and the times stay. `erasure` names no case, only digests.
constexpr std::string_view kFirst = R"sql(
CREATE TABLE retention_due (
  number TEXT NOT NULL PRIMARY KEY,
  case_id TEXT NOT NULL,
  retention_class TEXT NOT NULL,
  follows TEXT NOT NULL,
  due_at BIGINT NOT NULL,
  overdue_at BIGINT NOT NULL,
  asked_at BIGINT,
  told_at BIGINT
)
--
CREATE INDEX retention_due_case ON retention_due (case_id)
--
CREATE TABLE legal_hold (
  id TEXT NOT NULL PRIMARY KEY,
  case_id TEXT NOT NULL,
  reason TEXT NOT NULL,
  classes TEXT NOT NULL,
  placed_at BIGINT NOT NULL,
  placed_by TEXT NOT NULL,
  until BIGINT NOT NULL,
  lift_asked_by TEXT,
  lift_asked_at BIGINT,
  ended_at BIGINT,
  ended_how TEXT
)
--
CREATE INDEX legal_hold_case ON legal_hold (case_id)
--
CREATE TABLE erasure_request (
  id TEXT NOT NULL PRIMARY KEY,
  case_id TEXT,
  team TEXT NOT NULL,
  why TEXT NOT NULL,
  classes TEXT NOT NULL,
  state TEXT NOT NULL,
  asked_at BIGINT NOT NULL,
  asked_by TEXT,
  ended_at BIGINT
)
--
CREATE INDEX erasure_request_case ON erasure_request (case_id)
--
CREATE INDEX erasure_request_team ON erasure_request (team, state)
--
CREATE TABLE erasure (
  id TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  digest BLOB NOT NULL,
  retention_class TEXT,
  extent TEXT NOT NULL,
  at BIGINT NOT NULL
)
)sql";

}  // namespace

storage::Schema schema() {
  return {"retention", {{1, "what is due, holds, requests, the ledger", kFirst}}, {}};
}

std::vector<ProblemType> retention_problems() {
  return {problems::kSecondPerson, problems::kHeld, problems::kAlreadyAsked, problems::kOver};
}

}  // namespace nrm::retention
