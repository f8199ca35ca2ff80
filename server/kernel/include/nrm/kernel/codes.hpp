// A set of codes in one column of text: "a;b", in their order. A code holds no ';'.
#pragma once

#include <set>
#include <string>
#include <string_view>

namespace nrm {

std::string join_codes(const std::set<std::string>& codes);
// Empty parts are no codes.
std::set<std::string> split_codes(std::string_view text);

}  // namespace nrm
