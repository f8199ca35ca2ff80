// The tree as rows.
#pragma once

#include "nrm/log/merkle.hpp"
#include "nrm/log/note.hpp"
#include "nrm/storage/database.hpp"

namespace nrm::log {

// Valid as long as the reader.
NodeReader stored_nodes(storage::Reader& reader);
Digest to_digest(const Bytes& stored);
std::optional<Note> newest_checkpoint(storage::Reader& reader);

}  // namespace nrm::log
