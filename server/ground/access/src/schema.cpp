#include "nrm/access/context.hpp"

namespace nrm::access {
namespace {

constexpr std::string_view kMembers = R"sql(
CREATE TABLE member (
  id TEXT NOT NULL PRIMARY KEY,
  account TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  organisation TEXT NOT NULL,
  team TEXT NOT NULL,
  state TEXT NOT NULL,
  roles TEXT NOT NULL,
  public_keys BLOB NOT NULL,
  joined_at BIGINT NOT NULL,
  in_team_since BIGINT NOT NULL
)
--
CREATE INDEX member_by_team ON member (team)
--
CREATE TABLE member_key_opener (
  member TEXT NOT NULL,
  kind TEXT NOT NULL,
  salt BLOB NOT NULL,
  memory_bytes BIGINT NOT NULL,
  passes BIGINT NOT NULL,
  wrapped BLOB NOT NULL,
  verifier_hash BLOB NOT NULL,
  changed_at BIGINT NOT NULL,
  PRIMARY KEY (member, kind)
)
--
CREATE TABLE totp (
  member TEXT NOT NULL PRIMARY KEY,
  secret BLOB NOT NULL,
  last_step BIGINT NOT NULL
)
--
CREATE TABLE invitation (
  code_hash BLOB NOT NULL PRIMARY KEY,
  organisation TEXT NOT NULL,
  team TEXT NOT NULL,
  roles TEXT NOT NULL,
  made_by TEXT,
  expires_at BIGINT NOT NULL,
  used_at BIGINT
)
--
CREATE TABLE enrolment (
  id TEXT NOT NULL PRIMARY KEY,
  member TEXT NOT NULL UNIQUE,
  expires_at BIGINT NOT NULL,
  tries BIGINT NOT NULL
)
--
CREATE TABLE leave_cover (
  id TEXT NOT NULL PRIMARY KEY,
  member TEXT NOT NULL,
  cover TEXT NOT NULL,
  starts_on TEXT NOT NULL,
  ends_on TEXT NOT NULL,
  recorded_by TEXT NOT NULL,
  recorded_at BIGINT NOT NULL
)
--
CREATE INDEX leave_cover_by_cover ON leave_cover (cover)
)sql";

constexpr std::string_view kSessions = R"sql(
CREATE TABLE session (
  id TEXT NOT NULL PRIMARY KEY,
  lookup BLOB NOT NULL UNIQUE,
  member TEXT NOT NULL,
  wrapped BLOB NOT NULL,
  started_at BIGINT NOT NULL,
  last_used_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  network TEXT NOT NULL
)
--
CREATE INDEX session_by_member ON session (member)
--
CREATE TABLE throttle (
  account_hash BLOB NOT NULL,
  network TEXT NOT NULL,
  failures BIGINT NOT NULL,
  held_until BIGINT NOT NULL,
  PRIMARY KEY (account_hash, network)
)
--
CREATE TABLE idempotency (
  account TEXT NOT NULL,
  idempotency_key TEXT NOT NULL,
  request_hash BLOB NOT NULL,
  status BIGINT NOT NULL,
  location TEXT NOT NULL,
  expires_at BIGINT NOT NULL,
  PRIMARY KEY (account, idempotency_key)
)
)sql";

// Written by the act itself, so that it stands exactly where the act stands.
constexpr std::string_view kDoneRequests = R"sql(
ALTER TABLE idempotency ADD COLUMN request_id TEXT NOT NULL DEFAULT ''
--
CREATE TABLE done_request (
  request_id TEXT NOT NULL PRIMARY KEY,
  expires_at BIGINT NOT NULL
)
)sql";

constexpr std::string_view kKeys = R"sql(
CREATE TABLE instance_key (
  id BIGINT NOT NULL PRIMARY KEY,
  sign_key BLOB NOT NULL
)
--
CREATE TABLE team_key (
  team TEXT NOT NULL,
  kind TEXT NOT NULL,
  version BIGINT NOT NULL,
  public_keys BLOB NOT NULL,
  binding BLOB NOT NULL,
  created_at BIGINT NOT NULL,
  retired_at BIGINT,
  PRIMARY KEY (team, kind, version)
)
--
CREATE TABLE team_key_seal (
  team TEXT NOT NULL,
  kind TEXT NOT NULL,
  version BIGINT NOT NULL,
  member TEXT NOT NULL,
  form TEXT NOT NULL,
  sealed BLOB NOT NULL,
  given_by TEXT NOT NULL,
  given_at BIGINT NOT NULL,
  signature BLOB NOT NULL,
  PRIMARY KEY (team, kind, version, member)
)
--
CREATE INDEX team_key_seal_by_member ON team_key_seal (member)
--
CREATE TABLE log_key_seal (
  organisation TEXT NOT NULL,
  member TEXT NOT NULL,
  form TEXT NOT NULL,
  sealed BLOB NOT NULL,
  given_by TEXT NOT NULL,
  given_at BIGINT NOT NULL,
  PRIMARY KEY (organisation, member)
)
)sql";

constexpr std::string_view kCustody = R"sql(
CREATE TABLE custodian_set (
  team TEXT NOT NULL,
  version BIGINT NOT NULL,
  state TEXT NOT NULL,
  proposed_by TEXT NOT NULL,
  proposed_at BIGINT NOT NULL,
  in_force_at BIGINT,
  PRIMARY KEY (team, version)
)
--
CREATE TABLE custodian (
  team TEXT NOT NULL,
  version BIGINT NOT NULL,
  member TEXT NOT NULL,
  point BIGINT NOT NULL,
  accepted_at BIGINT,
  binding BLOB,
  PRIMARY KEY (team, version, member)
)
--
CREATE TABLE custodian_share (
  owner TEXT NOT NULL,
  kind TEXT NOT NULL,
  key_version BIGINT NOT NULL,
  custodian TEXT NOT NULL,
  team TEXT NOT NULL,
  set_version BIGINT NOT NULL,
  point BIGINT NOT NULL,
  digest BLOB NOT NULL,
  sealed BLOB NOT NULL,
  signature BLOB NOT NULL,
  made_at BIGINT NOT NULL,
  PRIMARY KEY (owner, kind, key_version, custodian)
)
--
CREATE INDEX custodian_share_by_custodian ON custodian_share (custodian)
--
CREATE TABLE custody_request (
  id TEXT NOT NULL PRIMARY KEY,
  team TEXT NOT NULL,
  kind TEXT NOT NULL,
  member TEXT NOT NULL,
  requested_by TEXT NOT NULL,
  identity_check TEXT NOT NULL,
  state TEXT NOT NULL,
  approvals BIGINT NOT NULL,
  requested_at BIGINT NOT NULL,
  opens_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  ended_at BIGINT
)
--
CREATE INDEX custody_request_by_team ON custody_request (team)
--
CREATE TABLE custody_approval (
  request TEXT NOT NULL,
  custodian TEXT NOT NULL,
  identity_check TEXT NOT NULL,
  approved_at BIGINT NOT NULL,
  PRIMARY KEY (request, custodian)
)
--
CREATE TABLE custody_part (
  request TEXT NOT NULL,
  custodian TEXT NOT NULL,
  key_version BIGINT NOT NULL,
  point BIGINT NOT NULL,
  sealed BLOB NOT NULL,
  PRIMARY KEY (request, custodian, key_version)
)
--
CREATE TABLE member_notice (
  id TEXT NOT NULL PRIMARY KEY,
  member TEXT NOT NULL,
  code TEXT NOT NULL,
  object TEXT NOT NULL,
  told_at BIGINT NOT NULL
)
--
CREATE INDEX member_notice_by_member ON member_notice (member)
)sql";

// Nothing of why: the reason is sealed with the case.
constexpr std::string_view kBreakGlass = R"sql(
CREATE TABLE break_glass (
  id TEXT NOT NULL PRIMARY KEY,
  member TEXT NOT NULL,
  team TEXT NOT NULL,
  organisation TEXT NOT NULL,
  case_id TEXT NOT NULL,
  category TEXT NOT NULL,
  kinds TEXT NOT NULL,
  started_at BIGINT NOT NULL,
  ends_at BIGINT NOT NULL,
  told TEXT NOT NULL,
  verdict TEXT,
  reviewed_by TEXT,
  reviewed_at BIGINT
)
--
CREATE INDEX break_glass_member ON break_glass (member, started_at)
--
CREATE INDEX break_glass_case ON break_glass (case_id, started_at)
--
CREATE INDEX break_glass_organisation ON break_glass (organisation, id)
--
CREATE TABLE break_glass_suspension (
  member TEXT NOT NULL PRIMARY KEY,
  since BIGINT NOT NULL,
  cause TEXT NOT NULL
)
--
CREATE TABLE emergency_access (
  team TEXT NOT NULL PRIMARY KEY,
  enabled BIGINT NOT NULL,
  changed_by TEXT NOT NULL,
  changed_at BIGINT NOT NULL
)
--
CREATE TABLE emergency_key_seal (
  team TEXT NOT NULL,
  kind TEXT NOT NULL,
  version BIGINT NOT NULL,
  member TEXT NOT NULL,
  sealed BLOB NOT NULL,
  given_by TEXT NOT NULL,
  given_at BIGINT NOT NULL,
  signature BLOB NOT NULL,
  PRIMARY KEY (team, kind, version, member)
)
--
CREATE INDEX emergency_key_seal_member ON emergency_key_seal (member)
)sql";

// A seal bears the server's own witness, so that a rotation follows only what was confirmed here. Key tasks: who left,
// which kinds she held, who was told that nothing has happened yet.
constexpr std::string_view kRotation = R"sql(
ALTER TABLE team_key_seal ADD COLUMN witness BLOB
--
CREATE TABLE key_task (
  id TEXT NOT NULL PRIMARY KEY,
  team TEXT NOT NULL,
  member TEXT NOT NULL,
  kinds TEXT NOT NULL,
  opened_at BIGINT NOT NULL,
  due_at BIGINT NOT NULL,
  told TEXT NOT NULL,
  closed_at BIGINT
)
--
CREATE TABLE member_key_change (
  member TEXT NOT NULL PRIMARY KEY,
  changed_at BIGINT NOT NULL
)
--
CREATE INDEX key_task_by_team ON key_task (team, closed_at)
)sql";

// A leave may have no cover.
constexpr std::string_view kLeave = R"sql(
CREATE TABLE leave (
  id TEXT NOT NULL PRIMARY KEY,
  member TEXT NOT NULL,
  cover TEXT,
  starts_on TEXT NOT NULL,
  ends_on TEXT NOT NULL,
  recorded_by TEXT NOT NULL,
  recorded_at BIGINT NOT NULL
)
--
INSERT INTO leave (id, member, cover, starts_on, ends_on, recorded_by, recorded_at)
  SELECT id, member, cover, starts_on, ends_on, recorded_by, recorded_at FROM leave_cover
--
DROP TABLE leave_cover
--
CREATE INDEX leave_by_cover ON leave (cover)
--
CREATE INDEX leave_by_member ON leave (member)
)sql";

// Each request that acts takes away what has run out; without these it would read every key of the last day.
constexpr std::string_view kExpiry = R"sql(
CREATE INDEX idempotency_expiry ON idempotency (expires_at)
--
CREATE INDEX done_request_expiry ON done_request (expires_at)
)sql";

}  // namespace

storage::Schema schema() {
  return {"access",
          {{1, "members", kMembers},
           {2, "sessions", kSessions},
           {3, "keys", kKeys},
           {4, "done requests", kDoneRequests},
           {5, "custody", kCustody},
           {6, "break-glass and emergency keys", kBreakGlass},
           {7, "rotation of team keys", kRotation},
           {8, "leave with or without cover", kLeave},
           {9, "what has run out is found by its time", kExpiry}},
          {"session", "throttle", "idempotency", "done_request"}};
}

}  // namespace nrm::access
