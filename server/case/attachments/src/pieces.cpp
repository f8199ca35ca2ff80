#include "pieces.hpp"

namespace nrm::attachments {
namespace {

constexpr std::uint32_t kKeyVersion = 1;  // a file key seals one content and is never changed

void append(Bytes& out, ByteView bytes) {
  out.insert(out.end(), bytes.begin(), bytes.end());
}

Bytes associated_data(const PiecePlace& place) {
  Bytes out = bytes_of(std::string_view{"nrm-attachment-1\0", 17});
  append(out, place.case_id.uuid());
  append(out, place.attachment.uuid());
  const auto compartment = access::name_of(place.compartment);
  out.push_back(static_cast<std::uint8_t>(compartment.size()));
  append(out, view_of(compartment));
  for (const unsigned shift : {24U, 16U, 8U, 0U}) out.push_back(static_cast<std::uint8_t>(place.position >> shift));
  out.push_back(place.last ? 1 : 0);
  return out;
}

}  // namespace

Bytes seal_piece(const Key32& file_key, const PiecePlace& place, std::string_view plaintext, Random& random) {
  if (plaintext.empty() || plaintext.size() > kPieceBytes) fail_bug("a piece has 1 to 65,536 bytes");
  Bytes plain = bytes_of(plaintext);
  plain.resize(kPieceBytes, 0);
  auto sealed = crypto::seal(file_key, kKeyVersion, plain, associated_data(place), random);
  wipe(plain.data(), plain.size());
  return sealed;
}

std::optional<Bytes> open_piece(const Key32& file_key, const PiecePlace& place, ByteView sealed) {
  if (crypto::key_version_of(sealed) != kKeyVersion) return std::nullopt;
  auto plain = crypto::open(file_key, sealed, associated_data(place));
  if (!plain || plain->size() != kPieceBytes) return std::nullopt;
  return plain;
}

std::string hash_of(ByteView sealed) {
  return to_hex(crypto::sha256(sealed));
}

std::string digest_of(const std::vector<std::string>& hashes) {
  Bytes all;
  for (const auto& hash : hashes) {
    const auto bytes = from_hex(hash);
    if (!bytes) return {};
    append(all, *bytes);
  }
  return to_hex(crypto::sha256(all));
}

}  // namespace nrm::attachments
