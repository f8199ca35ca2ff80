// A leaf as the tree sees it: no personal value, no plain identifier (docs/formats/log.md).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "nrm/crypto/crypto.hpp"
#include "nrm/kernel/bytes.hpp"

namespace nrm::log {

using crypto::Digest;

struct Leaf {
  std::uint64_t sequence = 0;
  std::string action_class;  // at most 255 bytes
  std::int64_t hour = 0;     // hours since 1970
  Digest commitment{};       // SHA-256(salt ‖ detail)
  Digest sealed_digest{};    // SHA-256 of the sealed detail: a verifier without keys finds an edit of it
  Digest place_digest{};     // of leaf id, key owner, case and organisation: finds a leaf moved to another case
  std::optional<Digest> erased = std::nullopt;  // an erasure's leaf: of all details that are gone by then
};
// SHA-256 of a label and the sealed digests of all details that were erased, in their binary order.
Digest erased_digest(std::vector<Digest> sealed_digests);
// The leaf's hash in the tree: SHA-256(0x00 ‖ format ‖ …).
Digest leaf_hash(const Leaf& leaf);

struct Place {
  std::string leaf_id;
  std::string sealed_to;  // "case:<id>", "organisation:<id>" or "instance"
  std::optional<std::string> subject_case;
  std::optional<std::string> organisation;
};
// The leaf id is random, so the digest tells nothing about the case.
Digest place_digest(const Place& place);

}  // namespace nrm::log
