#include "nrm/kernel/codes.hpp"

#include <algorithm>

namespace nrm {

std::string join_codes(const std::set<std::string>& codes) {
  std::string out;
  for (const auto& code : codes) {
    if (!out.empty()) out.push_back(';');
    out += code;
  }
  return out;
}

std::set<std::string> split_codes(std::string_view text) {
  std::set<std::string> out;
  while (!text.empty()) {
    const auto part = text.substr(0, text.find(';'));
    text.remove_prefix(std::min(part.size() + 1, text.size()));
    if (!part.empty()) out.emplace(part);
  }
  return out;
}

}  // namespace nrm
