// A key split among three, of whom any two give it back and any one knows nothing: Shamir's scheme over GF(2^8), the
// field of FIPS 197. docs/formats/custody.md; why this one: docs/decisions/custody.md.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "nrm/kernel/random.hpp"
#include "nrm/kernel/secret.hpp"

namespace nrm::crypto {

inline constexpr std::uint8_t kShares = 3;

struct KeyShare {
  std::uint8_t point = 0;  // 1, 2 or 3
  Key32 value;
};

// Every split has its own polynomial: shares of two splits do not combine.
std::array<KeyShare, kShares> split_key(const Key32& key, Random& random);
// Nothing where the points are the same or none of the three. Gives some key for any two values: the caller checks it
// against the public half that it has to have.
std::optional<Key32> combine_shares(const KeyShare& one, const KeyShare& other);

// The field's multiplication, in the same time for all factors.
std::uint8_t multiply_in_field(std::uint8_t a, std::uint8_t b);

}  // namespace nrm::crypto
