#include "header_values.hpp"

#include <algorithm>

namespace nrm::http {
namespace {

// Thousandths, so that no floating point is parsed; what cannot be read counts as 0.
int quality_of(const std::vector<std::string_view>& pieces) {
  for (std::size_t i = 1; i < pieces.size(); ++i) {
    const auto piece = pieces[i];
    if (piece.size() < 3 || (piece[0] != 'q' && piece[0] != 'Q') || piece[1] != '=') continue;
    int value = piece[2] == '1' ? 1000 : 0;
    int place = 100;
    for (std::size_t at = 4; at < piece.size() && place > 0; ++at, place /= 10) {
      if (piece[at] >= '0' && piece[at] <= '9') value += (piece[at] - '0') * place;
    }
    return std::min(value, 1000);
  }
  return 1000;
}

// "ru-BY" asks for "ru"; "*" for whatever comes first.
bool asks_for(std::string_view range, std::string_view language) {
  return range == "*" || range == language || (range.starts_with(language) && range[language.size()] == '-');
}

}  // namespace

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> out;
  while (!text.empty()) {
    const auto end = std::min(text.find(separator), text.size());
    if (const auto piece = trim(text.substr(0, end)); !piece.empty()) out.push_back(piece);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

std::string lower(std::string_view text) {
  std::string out{text};
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

std::map<std::string, std::string> parse_cookies(std::string_view header) {
  std::map<std::string, std::string> cookies;
  for (const auto piece : split(header, ';')) {
    const auto equals = piece.find('=');
    if (equals == piece.npos || equals == 0) continue;
    cookies.emplace(trim(piece.substr(0, equals)), trim(piece.substr(equals + 1)));
  }
  return cookies;
}

std::string negotiate_language(std::string_view accept_language, const std::vector<std::string>& available) {
  std::string best = available.empty() ? "en" : available.front();
  int best_quality = 0;
  for (const auto element : split(accept_language, ',')) {
    const auto pieces = split(element, ';');
    if (pieces.empty()) continue;
    const auto quality = quality_of(pieces);
    const auto range = lower(pieces.front());
    if (quality <= best_quality) continue;
    const auto found = std::find_if(available.begin(), available.end(),
                                    [&](const auto& language) { return asks_for(range, language); });
    if (found == available.end()) continue;
    best = *found;
    best_quality = quality;
  }
  return best;
}

bool accepts_gzip(std::string_view accept_encoding) {
  for (const auto element : split(accept_encoding, ',')) {
    const auto pieces = split(element, ';');
    if (!pieces.empty() && lower(pieces.front()) == "gzip") return quality_of(pieces) > 0;
  }
  return false;
}

std::string media_type(std::string_view content_type) {
  const auto pieces = split(content_type, ';');
  if (pieces.empty()) return {};
  for (std::size_t i = 1; i < pieces.size(); ++i) {
    const auto parameter = lower(pieces[i]);
    if (parameter.starts_with("charset=") && parameter != "charset=utf-8" && parameter != "charset=\"utf-8\"")
      return {};
  }
  return lower(pieces.front());
}

}  // namespace nrm::http
