// The personal part of a leaf: canonical JSON, committed to with a salt, sealed (docs/formats/log.md).
#pragma once

#include "nrm/log/entries.hpp"

namespace nrm::log {

using DetailSalt = std::array<std::uint8_t, 16>;

// Keys sorted, no white space, then spaces up to a multiple of 256 bytes: the length of a ciphertext tells no action.
std::string to_canonical_json(const Detail& detail);
std::optional<Detail> parse_detail(std::string_view text);

crypto::Digest commit_to(const DetailSalt& salt, std::string_view detail);
// What binds a sealed detail to its leaf.
Bytes detail_place(std::string_view leaf_id, std::string_view action_class, std::int64_t hour);

std::string_view name_of(Actor::Kind kind);

}  // namespace nrm::log
