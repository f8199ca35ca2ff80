#include <cstdint>

#include "nrm/kernel/reference.hpp"
#include "nrm/kernel/text.hpp"
#include "nrm/reconciliation/declaration.hpp"

namespace nrm::reconciliation {
namespace {

constexpr std::string_view kOwnPrefix = "R-";

constexpr int kMaxCapitals = 4;  // a reference's group; a name in capitals is mostly longer
constexpr int kMaxDigits = 8;    // a day without dots; a telephone number is longer

enum class Letter { digit, capital, separator, other };

// Of Latin and Cyrillic. Small letters are "other": names are written with them, numbers need none.
Letter kind_of(char32_t point) {
  if (point >= U'0' && point <= U'9') return Letter::digit;
  if ((point >= U'A' && point <= U'Z') || (point >= U'\u0410' && point <= U'\u042F')) return Letter::capital;
  if (point == U'-' || point == U'/' || point == U'.' || point == U'_' || point == U'#' || point == U'\u2116')
    return Letter::separator;
  return Letter::other;
}

// Of valid UTF-8; moves `at` behind the code point.
char32_t next_point(std::string_view text, std::size_t& at) {
  const auto lead = static_cast<unsigned char>(text[at++]);
  if (lead < 0x80) return lead;
  const int more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
  char32_t point = lead & (0x3FU >> static_cast<unsigned>(more));
  for (int i = 0; i < more; ++i) point = (point << 6U) | (static_cast<unsigned char>(text[at++]) & 0x3FU);
  return point;
}

}  // namespace

bool is_plain_number(std::string_view reference) {
  // A number of this program may happen to look like a word; its last symbol proves what it is.
  if (const auto own = parse_reference(reference); own && own->starts_with(kOwnPrefix)) return true;
  if (find_text_fault(reference, kMaxReference, true)) return false;
  int capitals = 0;
  int digits = 0;
  bool has_digit = false;
  for (std::size_t at = 0; at < reference.size();) {
    const auto kind = kind_of(next_point(reference, at));
    if (kind == Letter::other || (at == 1 && kind == Letter::separator && reference[0] != '#')) return false;
    capitals = kind == Letter::capital ? capitals + 1 : 0;
    digits = kind == Letter::digit ? digits + 1 : 0;
    has_digit = has_digit || kind == Letter::digit;
    if (capitals > kMaxCapitals || digits > kMaxDigits) return false;
  }
  return has_digit;
}

}  // namespace nrm::reconciliation
