#include "nrm/oversight/oversight.hpp"

namespace nrm::oversight {
namespace {

// Opaque ids, times and codes; `fold` tells one anomaly that happens again from a new one.
constexpr std::string_view kFirst = R"sql(
CREATE TABLE anomaly (
  id TEXT NOT NULL PRIMARY KEY,
  fold TEXT NOT NULL UNIQUE,
  organisation TEXT NOT NULL,
  team TEXT,
  kind TEXT NOT NULL,
  member TEXT,
  case_id TEXT,
  first_at BIGINT NOT NULL,
  last_at BIGINT NOT NULL,
  times BIGINT NOT NULL,
  state TEXT NOT NULL,
  verdict TEXT,
  reviewed_by TEXT,
  reviewed_at BIGINT
)
--
CREATE INDEX anomaly_organisation ON anomaly (organisation, state, id)
--
CREATE INDEX anomaly_case ON anomaly (case_id)
--
CREATE TABLE canary_case (
  case_id TEXT NOT NULL PRIMARY KEY,
  organisation TEXT NOT NULL,
  team TEXT NOT NULL,
  planted_by TEXT NOT NULL,
  planted_at BIGINT NOT NULL,
  confirmed_by TEXT,
  confirmed_at BIGINT
)
--
CREATE INDEX canary_case_organisation ON canary_case (organisation)
--
CREATE TABLE restricted_refusal (
  member TEXT NOT NULL,
  day TEXT NOT NULL,
  refusals BIGINT NOT NULL,
  PRIMARY KEY (member, day)
)
)sql";

}  // namespace

storage::Schema schema() {
  return {"oversight", {{1, "anomalies, canary cases", kFirst}}, {}};
}

std::vector<ProblemType> oversight_problems() {
  return {problems::kGlassUsedUp,     problems::kGlassSuspended, problems::kNoEmergencyKey, problems::kNoSecondPerson,
          problems::kAlreadyReviewed, problems::kAnotherReviews, problems::kCaseInUse};
}

}  // namespace nrm::oversight
