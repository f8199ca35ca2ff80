#pragma once

#include <optional>
#include <string_view>

namespace nrm::pathway {

// The line of the first character beyond ASCII that stands outside strings and comments, where TOML has none.
// toml++ 3.0 runs into undefined behaviour on some of them (U+FEEF for one), so they are refused before it reads the
// file.
std::optional<int> find_bare_non_ascii(std::string_view toml);

}  // namespace nrm::pathway
