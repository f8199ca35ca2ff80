#include "nrm/reconciliation/reconciliation.hpp"

namespace nrm::reconciliation {
namespace {

// Numbers, days and needs of referrals between two bodies; no case, and no person.
constexpr std::string_view kFirst = R"sql(
CREATE TABLE reconciliation (
  id TEXT NOT NULL PRIMARY KEY,
  from_organisation TEXT NOT NULL,
  to_organisation TEXT NOT NULL,
  first_month TEXT NOT NULL,
  last_month TEXT NOT NULL,
  version BIGINT NOT NULL,
  opened_at BIGINT NOT NULL,
  opened_by TEXT NOT NULL,
  UNIQUE (from_organisation, to_organisation, first_month, last_month)
)
--
CREATE INDEX reconciliation_to ON reconciliation (to_organisation)
--
CREATE TABLE reconciliation_version (
  reconciliation TEXT NOT NULL,
  version BIGINT NOT NULL,
  compared_at BIGINT NOT NULL,
  ledger_hash TEXT NOT NULL,
  known_referrals BIGINT NOT NULL,
  known_letters BIGINT NOT NULL,
  known_entered BIGINT NOT NULL,
  protocol TEXT,
  protocol_hash TEXT,
  PRIMARY KEY (reconciliation, version)
)
--
CREATE TABLE declaration (
  reconciliation TEXT NOT NULL,
  version BIGINT NOT NULL,
  side TEXT NOT NULL,
  kind TEXT NOT NULL,
  encoding TEXT NOT NULL,
  at BIGINT NOT NULL,
  member TEXT NOT NULL,
  team TEXT NOT NULL,
  PRIMARY KEY (reconciliation, version, side)
)
--
CREATE TABLE declared_total (
  reconciliation TEXT NOT NULL,
  version BIGINT NOT NULL,
  side TEXT NOT NULL,
  month TEXT NOT NULL,
  need TEXT NOT NULL,
  referrals BIGINT NOT NULL,
  PRIMARY KEY (reconciliation, version, side, month, need)
)
--
CREATE TABLE declared_line (
  reconciliation TEXT NOT NULL,
  version BIGINT NOT NULL,
  side TEXT NOT NULL,
  position BIGINT NOT NULL,
  reference TEXT NOT NULL,
  day TEXT NOT NULL,
  need TEXT NOT NULL,
  PRIMARY KEY (reconciliation, version, side, position)
)
--
CREATE TABLE reconciliation_line (
  id TEXT NOT NULL PRIMARY KEY,
  reconciliation TEXT NOT NULL,
  version BIGINT NOT NULL,
  line_key TEXT NOT NULL,
  kind TEXT NOT NULL,
  side TEXT NOT NULL,
  explains TEXT NOT NULL,
  reference TEXT NOT NULL,
  need TEXT NOT NULL,
  day TEXT,
  month TEXT NOT NULL,
  entry TEXT NOT NULL,
  known BIGINT NOT NULL,
  declared BIGINT NOT NULL,
  candidates TEXT NOT NULL,
  repeated BIGINT NOT NULL,
  state TEXT NOT NULL,
  chosen TEXT,
  answered_at BIGINT,
  answered_by TEXT,
  answered_team TEXT,
  settled_at BIGINT,
  settled_by TEXT,
  settled_team TEXT,
  UNIQUE (reconciliation, version, line_key)
)
--
CREATE TABLE reconciliation_reason (
  line TEXT NOT NULL,
  position BIGINT NOT NULL,
  reason TEXT NOT NULL,
  referrals BIGINT NOT NULL,
  document TEXT NOT NULL,
  PRIMARY KEY (line, position)
)
--
CREATE TABLE reconciliation_choice (
  reconciliation TEXT NOT NULL,
  version BIGINT NOT NULL,
  line_key TEXT NOT NULL,
  entry TEXT NOT NULL,
  PRIMARY KEY (reconciliation, version, line_key)
)
--
CREATE TABLE late_entry (
  id TEXT NOT NULL PRIMARY KEY,
  from_organisation TEXT NOT NULL,
  to_organisation TEXT NOT NULL,
  month TEXT NOT NULL,
  day TEXT,
  need TEXT NOT NULL,
  reference TEXT NOT NULL,
  referrals BIGINT NOT NULL,
  reconciliation TEXT NOT NULL,
  version BIGINT NOT NULL,
  line_key TEXT NOT NULL,
  at BIGINT NOT NULL
)
--
CREATE INDEX late_entry_pair ON late_entry (from_organisation, to_organisation, month)
--
CREATE TABLE protocol_signature (
  reconciliation TEXT NOT NULL,
  version BIGINT NOT NULL,
  side TEXT NOT NULL,
  member TEXT NOT NULL,
  team TEXT NOT NULL,
  at BIGINT NOT NULL,
  hash TEXT NOT NULL,
  PRIMARY KEY (reconciliation, version, side)
)
)sql";

}  // namespace

storage::Schema schema() {
  return {"reconciliation", {{1, "declarations, lines and protocols", kFirst}}, {}};
}

std::vector<ProblemType> reconciliation_problems() {
  return {problems::kAlreadyOpen, problems::kSigned, problems::kNotYours, problems::kNotReady, problems::kMoved};
}

const std::vector<std::string>& reasons() {
  static const std::vector<std::string> all{std::string{kEnter}, "counted-twice",  "outside-period", "another-body",
                                            "before-opennrm",    "not-a-referral", "other"};
  return all;
}

}  // namespace nrm::reconciliation
