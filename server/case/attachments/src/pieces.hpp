// Sealing pieces to their places, and the list of their hashes: docs/formats/attachments.md.
#pragma once

#include "nrm/attachments/content.hpp"
#include "nrm/crypto/crypto.hpp"

namespace nrm::attachments {

struct PiecePlace {
  CaseId case_id;
  Compartment compartment;
  AttachmentId attachment;
  std::uint32_t position = 0;
  bool last = false;
};
// A shorter plaintext is filled with zeros, so that a piece tells nothing of the content's length.
Bytes seal_piece(const Key32& file_key, const PiecePlace& place, std::string_view plaintext, Random& random);
// Always kPieceBytes; nothing where key, place or a single bit differs.
std::optional<Bytes> open_piece(const Key32& file_key, const PiecePlace& place, ByteView sealed);

// Of a ciphertext: what its row is addressed by, in hexadecimal.
std::string hash_of(ByteView sealed);
// What label and leaf commit to: SHA-256 over all pieces' hashes in order.
std::string digest_of(const std::vector<std::string>& hashes);

}  // namespace nrm::attachments
