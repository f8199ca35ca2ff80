#include "nrm/casefile/case.hpp"

namespace nrm::casefile {
namespace {

// Clear columns: opaque ids, teams, states, due times. Everything about the person is in ciphertext.
constexpr std::string_view kFirst = R"(
CREATE TABLE case_file (
  id TEXT NOT NULL PRIMARY KEY,
  team TEXT NOT NULL,
  reference TEXT NOT NULL UNIQUE,
  opened_at BIGINT NOT NULL,
  opened_by TEXT NOT NULL,
  keeper TEXT NOT NULL,
  identification_state TEXT NOT NULL,
  assistance_state TEXT NOT NULL,
  pathway_version TEXT NOT NULL,
  group_id TEXT,
  basis_missing BIGINT NOT NULL,
  version BIGINT NOT NULL,
  next_due BIGINT
)
--
CREATE INDEX case_file_team ON case_file (team, id)
--
CREATE INDEX case_file_group ON case_file (group_id)
--
CREATE TABLE sealed_value (
  case_id TEXT NOT NULL,
  compartment TEXT NOT NULL,
  field TEXT NOT NULL,
  value_version BIGINT NOT NULL,
  key_version BIGINT NOT NULL,
  ciphertext BLOB NOT NULL,
  written_at BIGINT NOT NULL,
  written_by TEXT NOT NULL,
  PRIMARY KEY (case_id, compartment, field, value_version)
)
--
CREATE TABLE key_seal (
  id TEXT NOT NULL PRIMARY KEY,
  subject_kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  compartment TEXT NOT NULL,
  key_version BIGINT NOT NULL,
  holder_kind TEXT NOT NULL,
  holder TEXT NOT NULL,
  holder_key_version BIGINT NOT NULL,
  form TEXT NOT NULL,
  sealed BLOB NOT NULL,
  basis TEXT,
  given_by_team TEXT NOT NULL,
  given_by_key_version BIGINT NOT NULL,
  signature BLOB NOT NULL,
  dormant BIGINT NOT NULL,
  given_at BIGINT NOT NULL
)
--
CREATE INDEX key_seal_subject ON key_seal (subject, subject_kind, compartment, holder)
--
CREATE INDEX key_seal_holder ON key_seal (holder, compartment)
--
CREATE INDEX key_seal_basis ON key_seal (basis)
--
CREATE TABLE case_card (
  case_id TEXT NOT NULL PRIMARY KEY,
  value_version BIGINT NOT NULL,
  key_version BIGINT NOT NULL,
  ciphertext BLOB NOT NULL
)
--
CREATE TABLE case_name_form (
  case_id TEXT NOT NULL PRIMARY KEY,
  value_version BIGINT NOT NULL,
  key_version BIGINT NOT NULL,
  ciphertext BLOB NOT NULL
)
--
CREATE TABLE statistics_row (
  id TEXT NOT NULL PRIMARY KEY,
  opened_month TEXT NOT NULL,
  detection_month TEXT,
  how_came TEXT,
  sex TEXT,
  age_class TEXT,
  age_band TEXT,
  citizenship_group TEXT,
  exploitation TEXT,
  notified_without_name BIGINT NOT NULL
)
--
CREATE TABLE case_task (
  id TEXT NOT NULL PRIMARY KEY,
  case_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  due BIGINT,
  state TEXT NOT NULL,
  team TEXT NOT NULL
)
--
CREATE INDEX case_task_case ON case_task (case_id, kind)
--
CREATE INDEX case_task_team ON case_task (team, state)
)";

// Which team holds a case together with another, for which compartments, under which basis: no fact about the person.
constexpr std::string_view kJointTeams = R"(
CREATE TABLE case_team (
  id TEXT NOT NULL PRIMARY KEY,
  case_id TEXT NOT NULL,
  team TEXT NOT NULL,
  compartments TEXT NOT NULL,
  basis TEXT NOT NULL,
  added_by TEXT NOT NULL,
  since BIGINT NOT NULL,
  until BIGINT NOT NULL,
  paused_at BIGINT,
  ended_at BIGINT,
  ended_why TEXT
)
--
CREATE INDEX case_team_case ON case_team (case_id, team)
--
CREATE INDEX case_team_team ON case_team (team, case_id)
--
CREATE INDEX case_team_basis ON case_team (basis)
)";

// What became of a case: times, states, and which case stands for which. Why is sealed.
constexpr std::string_view kLife = R"(
ALTER TABLE case_file ADD COLUMN closed_at BIGINT
--
ALTER TABLE case_file ADD COLUMN closed_by TEXT
--
ALTER TABLE case_file ADD COLUMN closed_with TEXT
--
ALTER TABLE case_file ADD COLUMN state_before_closure TEXT
--
ALTER TABLE case_file ADD COLUMN error_marked_at BIGINT
--
ALTER TABLE case_file ADD COLUMN merged_into TEXT
--
ALTER TABLE case_file ADD COLUMN merged_at BIGINT
--
CREATE INDEX case_file_merged ON case_file (merged_into)
--
ALTER TABLE statistics_row ADD COLUMN counted BIGINT NOT NULL DEFAULT 1
)";

// Who may open what, and how much of it: nothing about the person.
constexpr std::string_view kAdmission = R"(
CREATE TABLE case_restriction (
  case_id TEXT NOT NULL PRIMARY KEY,
  restricted_by TEXT NOT NULL,
  restricted_at BIGINT NOT NULL
)
--
CREATE TABLE case_named_member (
  case_id TEXT NOT NULL,
  member TEXT NOT NULL,
  PRIMARY KEY (case_id, member)
)
--
CREATE TABLE opened_object (
  member TEXT NOT NULL,
  object TEXT NOT NULL,
  opened_at BIGINT NOT NULL,
  PRIMARY KEY (member, object)
)
--
CREATE INDEX opened_object_time ON opened_object (member, opened_at)
--
CREATE INDEX opened_object_object ON opened_object (object)
)";

// Seals that a rotation could not open, and who has opened a case's keys, so that a case gets new ones after she left.
constexpr std::string_view kKeyCare = R"(
CREATE TABLE seal_unopened (
  seal TEXT NOT NULL PRIMARY KEY,
  found_at BIGINT NOT NULL
)
--
CREATE TABLE merger_copy (
  copy TEXT NOT NULL PRIMARY KEY,
  original TEXT NOT NULL UNIQUE,
  from_team TEXT NOT NULL
)
--
CREATE TABLE case_key_use (
  case_id TEXT NOT NULL,
  member TEXT NOT NULL,
  team TEXT NOT NULL,
  first_at BIGINT NOT NULL,
  PRIMARY KEY (case_id, member, team)
)
--
CREATE INDEX case_key_use_member ON case_key_use (member, team)
--
CREATE TABLE rekey_call (
  case_id TEXT NOT NULL PRIMARY KEY,
  team TEXT NOT NULL,
  due BIGINT NOT NULL,
  told TEXT NOT NULL
)
--
CREATE TABLE rekey_kind (
  case_id TEXT NOT NULL,
  compartment TEXT NOT NULL,
  to_version BIGINT,
  PRIMARY KEY (case_id, compartment)
)
)";

}  // namespace

storage::Schema schema() {
  return {"casefile",
          {{1, "cases, sealed values, seals, statistics rows, tasks", kFirst},
           {2, "joint case teams", kJointTeams},
           {3, "closure, merging, opened in error", kLife},
           {4, "restrictions and counted openings", kAdmission},
           {5, "care of keys", kKeyCare}},
          {}};
}

}  // namespace nrm::casefile
