#include "bare_text.hpp"

#include <algorithm>

namespace nrm::pathway {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::size_t end_of_comment(std::string_view text, std::size_t at) {
  return std::min(text.find('\n', at), text.size());
}

// Behind the string that opens at `at`; a string without end goes to the end of the text, for toml++ to refuse.
std::size_t end_of_string(std::string_view text, std::size_t at) {
  const char quote = text[at];
  const bool several_lines = text.substr(at, 3) == std::string(3, quote);
  const std::string closing(several_lines ? 3 : 1, quote);
  for (std::size_t i = at + closing.size(); i < text.size(); ++i) {
    if (quote == '"' && text[i] == '\\')
      ++i;
    else if (!several_lines && text[i] == '\n')
      return i;
    else if (text.substr(i, closing.size()) == closing)
      return i + closing.size();
  }
  return text.size();
}

}  // namespace

std::optional<int> find_bare_non_ascii(std::string_view toml) {
  std::size_t at = toml.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
  while (at < toml.size()) {
    const char letter = toml[at];
    if (static_cast<unsigned char>(letter) > 0x7F)
      return 1 + static_cast<int>(std::count(toml.begin(), toml.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
    if (letter == '#')
      at = end_of_comment(toml, at);
    else if (letter == '"' || letter == '\'')
      at = end_of_string(toml, at);
    else
      ++at;
  }
  return std::nullopt;
}

}  // namespace nrm::pathway
