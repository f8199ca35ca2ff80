#include "nrm/crypto/fingerprint_words.hpp"

#include <algorithm>
#include <map>

#include "nrm/kernel/id.hpp"
#include "nrm/kernel/text.hpp"
#include "words.hpp"

namespace nrm::crypto {
namespace {

constexpr std::size_t kDigits = 25;
constexpr std::size_t kLongest = 400;  // ten words of any list, twice over

WordList words_at(std::string_view language, std::size_t place) {
  if (language == "en") return english_words(place);
  if (language == "ru") return russian_words(place);
  fail_bug("there is no list of words in this language");
}

// Folded words of a language at even and at odd places, with the byte that each stands for.
using Values = std::map<std::string, std::uint8_t, std::less<>>;
using Places = std::array<Values, 2>;

Places places_of(std::string_view language) {
  Places out;
  for (std::size_t place = 0; place < out.size(); ++place) {
    const auto& words = words_at(language, place);
    for (std::size_t value = 0; value < words.size(); ++value)
      out[place].emplace(fold_for_search(words[value]), static_cast<std::uint8_t>(value));
  }
  return out;
}

const std::map<std::string_view, Places>& dictionary() {
  static const auto made = [] {
    std::map<std::string_view, Places> out;
    for (const auto language : kFingerprintLanguages) out.emplace(language, places_of(language));
    return out;
  }();
  return made;
}

std::optional<Fingerprint> parse_numbers(std::string_view typed) {
  std::string digits;
  for (const char c : typed) {
    if (c >= '0' && c <= '9')
      digits += c;
    else if (c != ' ' && c != '-' && c != '\n' && c != '\t' && c != '.' && c != ',')
      return std::nullopt;
  }
  if (digits.size() != kDigits) return std::nullopt;
  Fingerprint out{};
  for (std::size_t group = 0; group < 5; ++group) {
    const auto number = std::stoul(digits.substr(group * 5, 5));
    if (number > 0xffff) return std::nullopt;
    out[2 * group] = static_cast<std::uint8_t>(number >> 8U);
    out[2 * group + 1] = static_cast<std::uint8_t>(number & 0xffU);
  }
  return out;
}

std::optional<Fingerprint> parse_words(std::string_view folded, const Places& places) {
  Fingerprint out{};
  std::size_t count = 0;
  while (!folded.empty()) {
    const auto end = std::min(folded.find(' '), folded.size());
    if (count == out.size()) return std::nullopt;
    const auto& values = places[count % 2];
    const auto found = values.find(folded.substr(0, end));
    if (found == values.end()) return std::nullopt;
    out[count++] = found->second;
    folded.remove_prefix(std::min(end + 1, folded.size()));
  }
  if (count != out.size()) return std::nullopt;
  return out;
}

}  // namespace

Fingerprint fingerprint_bytes(const PublicKeys& keys) {
  const auto digest = sha256({view_of("nrm.fingerprint.1"), encode(keys)});
  Fingerprint out{};
  std::copy_n(digest.begin(), out.size(), out.begin());
  return out;
}

std::string fingerprint_words(const Fingerprint& fingerprint, std::string_view language) {
  std::string out;
  for (std::size_t place = 0; place < fingerprint.size(); ++place) {
    if (place > 0) out += ' ';
    out += words_at(language, place)[fingerprint[place]];
  }
  return out;
}

std::optional<Fingerprint> parse_fingerprint(std::string_view typed) {
  if (typed.size() > kLongest || !is_valid_utf8(typed)) return std::nullopt;
  if (auto numbers = parse_numbers(typed)) return numbers;
  const auto folded = fold_for_search(typed);
  for (const auto& [language, places] : dictionary()) {
    if (auto words = parse_words(folded, places)) return words;
  }
  return std::nullopt;
}

}  // namespace nrm::crypto
