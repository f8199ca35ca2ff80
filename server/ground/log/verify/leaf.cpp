#include "nrm/log/leaf.hpp"

#include "nrm/kernel/id.hpp"

namespace nrm::log {

namespace {

constexpr std::uint8_t kLeafFormat = 1;

void append_number(Bytes& out, std::uint64_t number) {
  for (int shift = 56; shift >= 0; shift -= 8) out.push_back(static_cast<std::uint8_t>(number >> shift & 255U));
}

void append_field(Bytes& out, const std::optional<std::string>& text) {
  if (!text) return append_number(out, 0);
  append_number(out, text->size() + 1);
  const auto bytes = view_of(*text);
  out.insert(out.end(), bytes.begin(), bytes.end());
}

}  // namespace

Digest leaf_hash(const Leaf& leaf) {
  if (leaf.action_class.size() > 255) fail_bug("an action class is longer than 255 bytes");
  Bytes out{0x00, kLeafFormat};
  append_number(out, leaf.sequence);
  out.push_back(static_cast<std::uint8_t>(leaf.action_class.size()));
  const auto name = view_of(leaf.action_class);
  out.insert(out.end(), name.begin(), name.end());
  append_number(out, static_cast<std::uint64_t>(leaf.hour));
  for (const auto* digest : {&leaf.commitment, &leaf.sealed_digest, &leaf.place_digest}) {
    out.insert(out.end(), digest->begin(), digest->end());
  }
  return crypto::sha256(out);
}

Digest place_digest(const Place& place) {
  auto out = bytes_of("nrm.log.place.1");
  append_field(out, place.leaf_id);
  append_field(out, place.sealed_to);
  append_field(out, place.subject_case);
  append_field(out, place.organisation);
  return crypto::sha256(out);
}

}  // namespace nrm::log
