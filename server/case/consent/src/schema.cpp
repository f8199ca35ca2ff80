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

// A ground's own row: what the data protection officer, who holds no key, has to see. Why it was used is sealed.
constexpr std::string_view kGrounds = R"(
ALTER TABLE consent_basis ADD COLUMN ground TEXT NOT NULL DEFAULT 'consent'
--
ALTER TABLE consent_basis ADD COLUMN confirmed_at BIGINT
--
ALTER TABLE consent_basis ADD COLUMN paused_at BIGINT
--
ALTER TABLE consent_basis ADD COLUMN renews TEXT
--
CREATE INDEX consent_basis_renews ON consent_basis (renews)
--
CREATE TABLE other_ground (
  basis TEXT NOT NULL PRIMARY KEY,
  case_id TEXT NOT NULL,
  number TEXT NOT NULL UNIQUE,
  organisation TEXT NOT NULL,
  team TEXT NOT NULL,
  article TEXT NOT NULL,
  confirmed_by TEXT,
  review_due_at BIGINT,
  reviewed_at BIGINT,
  reviewed_by TEXT,
  verdict TEXT,
  note BLOB
)
--
CREATE INDEX other_ground_organisation ON other_ground (organisation, review_due_at)
--
CREATE INDEX other_ground_case ON other_ground (case_id)
)";

// Which was said last in a case, also of two within one tick of the clock: recorded_at cannot tell.
constexpr std::string_view kOrder = R"(
ALTER TABLE consent_basis ADD COLUMN nth BIGINT NOT NULL DEFAULT 0
--
UPDATE consent_basis SET nth = (
  SELECT COUNT(*) FROM consent_basis o WHERE o.case_id = consent_basis.case_id AND
    (o.recorded_at < consent_basis.recorded_at OR
      (o.recorded_at = consent_basis.recorded_at AND o.id <= consent_basis.id)))
--
CREATE UNIQUE INDEX consent_basis_nth ON consent_basis (case_id, nth)
)";

}  // namespace

storage::Schema schema() {
  return {"consent",
          {{1, "bases and notices", kFirst},
           {2, "grounds beside consent, pauses, renewals", kGrounds},
           {3, "the order of what was said", kOrder}},
          {}};
}

std::vector<ProblemType> consent_problems() {
  return {problems::kNoBasis,      problems::kAgeClassFirst,   problems::kAlreadyEnded, problems::kNotPending,
          problems::kSecondPerson, problems::kNotWithdrawable, problems::kNotPaused,    problems::kReviewed};
}

}  // namespace nrm::consent
