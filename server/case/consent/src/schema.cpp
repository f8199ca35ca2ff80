#include "nrm/consent/record.hpp"

namespace nrm::consent {
namespace {

// Who spoke for her, in which language and through whom is sealed with the case: it tells of age and origin.
constexpr std::string_view kFirst = R"(
CREATE TABLE consent_basis (
  id TEXT NOT NULL PRIMARY KEY,
  case_id TEXT NOT NULL,
  decision TEXT NOT NULL,
  purpose TEXT NOT NULL,
  receiver TEXT NOT NULL,
  field_groups TEXT NOT NULL,
  recorded_at BIGINT NOT NULL,
  recorded_by TEXT NOT NULL,
  explained_by TEXT NOT NULL,
  until BIGINT,
  withdrawn_at BIGINT
)
--
CREATE INDEX consent_basis_case ON consent_basis (case_id, receiver, purpose)
--
CREATE TABLE consent_notice (
  id TEXT NOT NULL PRIMARY KEY,
  case_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  recorded_at BIGINT NOT NULL,
  recorded_by TEXT NOT NULL
)
--
CREATE INDEX consent_notice_case ON consent_notice (case_id)
)";

}  // namespace

storage::Schema schema() {
  return {"consent", {{1, "bases and notices", kFirst}}, {}};
}

std::vector<ProblemType> consent_problems() {
  return {problems::kNoBasis, problems::kAgeClassFirst, problems::kAlreadyEnded};
}

}  // namespace nrm::consent
