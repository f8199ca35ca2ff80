#include "nrm/log/act.hpp"

namespace nrm::log {

namespace {

constexpr std::string_view kFirst = R"sql(
CREATE TABLE log_leaf (
  leaf_id TEXT PRIMARY KEY,
  sequence BIGINT UNIQUE,
  waiting_since BIGINT,
  action_class TEXT NOT NULL,
  hour BIGINT NOT NULL,
  commitment BLOB NOT NULL,
  sealed_detail BLOB,
  sealed_digest BLOB NOT NULL,
  sealed_to TEXT NOT NULL,
  subject_case TEXT,
  organisation TEXT
)
--
CREATE INDEX log_leaf_waiting ON log_leaf (waiting_since, leaf_id) WHERE sequence IS NULL
--
CREATE INDEX log_leaf_case ON log_leaf (subject_case, sequence)
--
CREATE INDEX log_leaf_organisation ON log_leaf (organisation, sequence)
--
CREATE TABLE log_node (
  level BIGINT NOT NULL,
  place BIGINT NOT NULL,
  hash BLOB NOT NULL,
  PRIMARY KEY (level, place)
)
--
CREATE TABLE log_checkpoint (
  number BIGINT PRIMARY KEY,
  size BIGINT NOT NULL UNIQUE,
  note TEXT NOT NULL
)
--
CREATE TABLE log_identity (
  origin TEXT PRIMARY KEY,
  verifier_key TEXT NOT NULL
)
--
CREATE TABLE log_witness (
  name TEXT PRIMARY KEY,
  verifier_key TEXT NOT NULL,
  added_at BIGINT NOT NULL
)
--
CREATE TABLE log_cosignature (
  size BIGINT NOT NULL,
  witness TEXT NOT NULL,
  line TEXT NOT NULL,
  received_at BIGINT NOT NULL,
  PRIMARY KEY (size, witness)
)
--
CREATE TABLE log_key (
  owner TEXT NOT NULL,
  version BIGINT NOT NULL,
  public_box BLOB NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (owner, version)
)
--
CREATE TABLE log_refusal (
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  hour BIGINT NOT NULL,
  refusals BIGINT NOT NULL,
  organisation TEXT,
  PRIMARY KEY (actor, action, hour)
)
--
CREATE TABLE log_lease (
  name TEXT PRIMARY KEY,
  holder TEXT NOT NULL,
  until BIGINT NOT NULL
)
)sql";

// `place`: of a leaf whose case was erased, in the stead of the ids it was made of. `erased`: of an erasure's own leaf.
constexpr std::string_view kErasures = R"sql(
ALTER TABLE log_leaf ADD COLUMN place BLOB
--
ALTER TABLE log_leaf ADD COLUMN erased BLOB
--
CREATE INDEX log_leaf_erased ON log_leaf (sealed_digest) WHERE sealed_detail IS NULL
)sql";

}  // namespace

storage::Schema schema() {
  return {"log",
          {{1, "leaves, tree, checkpoints and keys", kFirst}, {2, "erasures", kErasures}},
          {"log_refusal", "log_lease", "log_cosignature"}};
}

}  // namespace nrm::log
