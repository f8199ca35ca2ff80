#pragma once

#include <span>
#include <string_view>

namespace nrm::access {

// Long passwords that people choose again and again, and the pieces they build them of; lower case, letters and digits.
std::span<const std::string_view> common_long_passwords();
std::span<const std::string_view> common_pieces();

}  // namespace nrm::access
