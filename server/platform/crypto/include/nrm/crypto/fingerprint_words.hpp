// A fingerprint as ten words, for two people on a bad line (docs/formats/fingerprints.md, docs/decisions/custody.md).
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "nrm/crypto/crypto.hpp"

namespace nrm::crypto {

inline constexpr std::size_t kFingerprintSize = 10;
using Fingerprint = std::array<std::uint8_t, kFingerprintSize>;
Fingerprint fingerprint_bytes(const PublicKeys& keys);

inline constexpr std::array<std::string_view, 2> kFingerprintLanguages{"en", "ru"};
// Ten words with a blank between, in one of those languages; another is a bug.
std::string fingerprint_words(const Fingerprint& fingerprint, std::string_view language);

// Whatever was typed: the five numbers, or the ten words in either language and in Latin or Cyrillic letters. Case,
// blanks, hyphens and other signs do not count. Nothing where it is neither.
std::optional<Fingerprint> parse_fingerprint(std::string_view typed);

}  // namespace nrm::crypto
