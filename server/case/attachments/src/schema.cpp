#include "nrm/attachments/attachment.hpp"

namespace nrm::attachments {
namespace {

// Clear: opaque ids, a compartment's name as every sealed value has, counts of 64 KiB, times, who. Name, description,
// type, size, key and list of pieces are sealed with the case.
constexpr std::string_view kFirst = R"(
CREATE TABLE attachment (
  id TEXT NOT NULL PRIMARY KEY,
  case_id TEXT NOT NULL,
  compartment TEXT NOT NULL,
  state TEXT NOT NULL,
  pieces BIGINT NOT NULL,
  upload TEXT,
  scan TEXT NOT NULL,
  begun_at BIGINT NOT NULL,
  begun_by TEXT NOT NULL,
  kept_at BIGINT
)
--
CREATE INDEX attachment_case ON attachment (case_id, state)
--
CREATE INDEX attachment_by ON attachment (begun_by, begun_at)
--
CREATE TABLE attachment_piece (
  attachment_id TEXT NOT NULL,
  upload TEXT NOT NULL,
  position BIGINT NOT NULL,
  hash TEXT NOT NULL,
  ciphertext BLOB NOT NULL,
  PRIMARY KEY (attachment_id, upload, position)
)
)";

}  // namespace

// Pieces come and go without a leaf: none is reachable but through a label, which only acts write.
storage::Schema schema() {
  return {"attachments", {{1, "attachments and their sealed pieces", kFirst}}, {"attachment_piece"}};
}

}  // namespace nrm::attachments
