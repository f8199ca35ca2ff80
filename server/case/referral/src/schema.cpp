#include "nrm/referral/desk.hpp"

namespace nrm::referral {
namespace {

constexpr std::string_view kFirst = R"sql(
CREATE TABLE referral (
  id TEXT NOT NULL PRIMARY KEY,
  reference TEXT NOT NULL UNIQUE,
  from_team TEXT NOT NULL,
  to_team TEXT NOT NULL,
  need TEXT NOT NULL,
  urgent BIGINT NOT NULL,
  state TEXT NOT NULL,
  version BIGINT NOT NULL,
  sent_at BIGINT NOT NULL,
  seen_at BIGINT,
  answered_at BIGINT,
  first_contact_at BIGINT,
  clock_rule TEXT NOT NULL,
  warn_at BIGINT NOT NULL,
  due_at BIGINT NOT NULL,
  warned_at BIGINT,
  overdue_at BIGINT,
  reason_code TEXT,
  suggestion_team TEXT,
  do_not_contact BIGINT NOT NULL
)
--
CREATE INDEX referral_from ON referral (from_team, sent_at, id)
--
CREATE INDEX referral_to ON referral (to_team, sent_at, id)
--
CREATE TABLE referral_case (
  referral TEXT NOT NULL PRIMARY KEY,
  case_id TEXT NOT NULL,
  basis TEXT NOT NULL
)
--
CREATE INDEX referral_case_basis ON referral_case (basis)
--
CREATE TABLE parcel_part (
  referral TEXT NOT NULL,
  compartment TEXT NOT NULL,
  sealed BLOB NOT NULL,
  PRIMARY KEY (referral, compartment)
)
--
CREATE TABLE referral_history (
  referral TEXT NOT NULL,
  position BIGINT NOT NULL,
  what TEXT NOT NULL,
  at BIGINT NOT NULL,
  actor_team TEXT,
  clock_rule TEXT,
  reason_code TEXT,
  PRIMARY KEY (referral, position)
)
--
CREATE TABLE referral_line (
  id TEXT NOT NULL PRIMARY KEY,
  referral TEXT NOT NULL,
  position BIGINT NOT NULL,
  kind TEXT NOT NULL,
  from_team TEXT NOT NULL,
  at BIGINT NOT NULL,
  question TEXT,
  sealed BLOB NOT NULL,
  UNIQUE (referral, position)
)
--
CREATE TABLE notice (
  id TEXT NOT NULL PRIMARY KEY,
  team TEXT NOT NULL,
  kind TEXT NOT NULL,
  referral TEXT NOT NULL,
  at BIGINT NOT NULL,
  seen_at BIGINT
)
--
CREATE INDEX notice_of_referral ON notice (referral, team)
)sql";

// Which version of a value the receiver was last told; names and numbers, as sealed_value has them in the clear.
constexpr std::string_view kCorrections = R"sql(
CREATE TABLE parcel_field (
  referral TEXT NOT NULL,
  field TEXT NOT NULL,
  value_version BIGINT NOT NULL,
  PRIMARY KEY (referral, field)
)
--
CREATE TABLE parcel_correction (
  referral TEXT NOT NULL,
  number BIGINT NOT NULL,
  at BIGINT NOT NULL,
  basis TEXT NOT NULL,
  PRIMARY KEY (referral, number)
)
--
CREATE TABLE parcel_correction_part (
  referral TEXT NOT NULL,
  number BIGINT NOT NULL,
  compartment TEXT NOT NULL,
  sealed BLOB NOT NULL,
  PRIMARY KEY (referral, number, compartment)
)
--
CREATE INDEX referral_case_case ON referral_case (case_id)
)sql";

// By the sender's case, for the account that the person is given.
constexpr std::string_view kParcelOpenings = R"sql(
CREATE TABLE parcel_opening (
  id TEXT NOT NULL PRIMARY KEY,
  case_id TEXT NOT NULL,
  referral TEXT NOT NULL,
  at BIGINT NOT NULL,
  team TEXT NOT NULL,
  body TEXT NOT NULL,
  roles TEXT NOT NULL,
  kinds TEXT NOT NULL,
  purpose TEXT NOT NULL
)
--
CREATE INDEX parcel_opening_case ON parcel_opening (case_id, at)
)sql";
// How the receiver stands to the parcel: it tells why nothing opens, and nothing of the person.
constexpr std::string_view kAccess = "ALTER TABLE referral ADD COLUMN access TEXT NOT NULL DEFAULT 'open'";

// Chains: who stands by, in which order, and who follows whom. What was sent before never moves on by itself.
constexpr std::string_view kChains = R"sql(
ALTER TABLE referral ADD COLUMN origin TEXT
--
ALTER TABLE referral ADD COLUMN position BIGINT NOT NULL DEFAULT 0
--
ALTER TABLE referral ADD COLUMN previous TEXT
--
ALTER TABLE referral ADD COLUMN move_on TEXT NOT NULL DEFAULT 'never'
--
ALTER TABLE referral ADD COLUMN place_wanted BIGINT NOT NULL DEFAULT 0
--
ALTER TABLE referral ADD COLUMN asked BIGINT NOT NULL DEFAULT 1
--
ALTER TABLE referral ADD COLUMN paused_by TEXT NOT NULL DEFAULT ''
--
ALTER TABLE referral ADD COLUMN contact_due_at BIGINT
--
ALTER TABLE referral ADD COLUMN contact_warn_at BIGINT
--
ALTER TABLE referral ADD COLUMN completed_at BIGINT
--
ALTER TABLE referral ADD COLUMN ended_at BIGINT
--
ALTER TABLE referral_history ADD COLUMN about_team TEXT
--
CREATE INDEX referral_origin ON referral (origin, position)
--
CREATE INDEX referral_previous ON referral (previous)
--
CREATE INDEX referral_sent ON referral (sent_at)
--
CREATE TABLE coordination_item (
  id TEXT NOT NULL PRIMARY KEY,
  referral TEXT NOT NULL,
  clock_rule TEXT NOT NULL,
  entered_at BIGINT NOT NULL,
  left_at BIGINT,
  suggestion_team TEXT,
  suggested_at BIGINT
)
--
CREATE INDEX coordination_item_referral ON coordination_item (referral)
)sql";

// What waits with a team, and what waits before the coordinators, among everything that ever was.
constexpr std::string_view kWhatWaits = R"sql(
CREATE INDEX referral_from_state ON referral (from_team, state)
--
CREATE INDEX referral_to_state ON referral (to_team, state)
--
CREATE INDEX coordination_item_waiting ON coordination_item (id) WHERE left_at IS NULL
)sql";

}  // namespace

storage::Schema schema() {
  return {"referral",
          {{1, "referrals", kFirst},
           {2, "corrections of parcels", kCorrections},
           {3, "openings of parcels", kParcelOpenings},
           {4, "pauses and ends of access", kAccess},
           {5, "chains of referrals and the coordinators' queue", kChains},
           {6, "what waits", kWhatWaits}},
          {}};
}

}  // namespace nrm::referral
