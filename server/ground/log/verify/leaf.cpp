#include "nrm/log/leaf.hpp"

#include <algorithm>

#include "nrm/kernel/id.hpp"

namespace nrm::log {

namespace {

constexpr std::uint8_t kPlain = 1;
constexpr std::uint8_t kErasure = 2;  // as the plain one, with the digest of what is gone at its end

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
  Bytes out{0x00, leaf.erased ? kErasure : kPlain};
  append_number(out, leaf.sequence);
  out.push_back(static_cast<std::uint8_t>(leaf.action_class.size()));
  const auto name = view_of(leaf.action_class);
  out.insert(out.end(), name.begin(), name.end());
  append_number(out, static_cast<std::uint64_t>(leaf.hour));
  for (const auto* digest : {&leaf.commitment, &leaf.sealed_digest, &leaf.place_digest}) {
    out.insert(out.end(), digest->begin(), digest->end());
  }
  if (leaf.erased) out.insert(out.end(), leaf.erased->begin(), leaf.erased->end());
  return crypto::sha256(out);
}

Digest erased_digest(std::vector<Digest> sealed_digests) {
  std::sort(sealed_digests.begin(), sealed_digests.end());
  auto out = bytes_of("nrm.log.erased.1");
  for (const auto& digest : sealed_digests) out.insert(out.end(), digest.begin(), digest.end());
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
