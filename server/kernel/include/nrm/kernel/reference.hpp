// References that people read aloud: BY-7KQ2-M4XD. Seven random Crockford base32 symbols and one check symbol from
// the same 32 letters.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "nrm/kernel/random.hpp"

namespace nrm {

std::string make_reference(std::string_view prefix, Random& random);
// Upper-cases, reads O as 0 and I, L as 1; nothing where the check symbol does not fit.
std::optional<std::string> parse_reference(std::string_view text);

}  // namespace nrm
