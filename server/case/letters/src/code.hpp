// The code of a letter: 105 random bits in three groups of eight symbols, each with a check symbol of its own, so that
// a slip of the pen is no try.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "nrm/crypto/crypto.hpp"
#include "nrm/kernel/random.hpp"
#include "nrm/kernel/secret.hpp"
#include "nrm/letters/letter.hpp"

namespace nrm::letters {

// Referrals have the same first letter: two bodies speak of the referral, however it was asked.
inline constexpr std::string_view kReferencePrefix = "R";

SecretText make_code(Random& random);  // "7KQ2-M4XD-9PRT-0ABC-1DEF-2GHJ"
// As somebody typed it: dashes, spaces and small letters as they come. Nothing where a check symbol does not fit.
std::optional<SecretText> parse_code(std::string_view typed);
std::optional<std::string> parse_typed_reference(std::string_view typed);
// No key is mixed in: 105 bits cannot be guessed from their hash.
Bytes hash_of(const LetterId& id, const SecretText& code);

}  // namespace nrm::letters
