#include "encoding.hpp"

#include <array>

#include "nrm/kernel/text.hpp"

namespace nrm::reconciliation {
namespace {

struct Sign {
  unsigned char byte;
  char32_t point;
};
// Those of the upper half outside the block of Russian letters that a table of numbers, days and needs may hold.
constexpr std::array kSigns{Sign{0x96, U'\u2013'}, Sign{0x97, U'\u2014'}, Sign{0xA0, U'\u00A0'}, Sign{0xA1, U'\u040E'},
                            Sign{0xA2, U'\u045E'}, Sign{0xA8, U'\u0401'}, Sign{0xAB, U'\u00AB'}, Sign{0xB2, U'\u0406'},
                            Sign{0xB3, U'\u0456'}, Sign{0xB8, U'\u0451'}, Sign{0xB9, U'\u2116'}, Sign{0xBB, U'\u00BB'},
                            Sign{0xAA, U'\u0404'}, Sign{0xBA, U'\u0454'}, Sign{0xAF, U'\u0407'}, Sign{0xBF, U'\u0457'}};

void append(std::string& to, char32_t point) {
  if (point < 0x80) {
    to.push_back(static_cast<char>(point));
  } else if (point < 0x800) {
    to.push_back(static_cast<char>(0xC0U | (point >> 6U)));
    to.push_back(static_cast<char>(0x80U | (point & 0x3FU)));
  } else {
    to.push_back(static_cast<char>(0xE0U | (point >> 12U)));
    to.push_back(static_cast<char>(0x80U | ((point >> 6U) & 0x3FU)));
    to.push_back(static_cast<char>(0x80U | (point & 0x3FU)));
  }
}

std::optional<char32_t> point_of(unsigned char byte) {
  if (byte < 0x80) return byte;
  if (byte >= 0xC0) return U'\u0410' + (byte - 0xC0U);
  for (const auto& sign : kSigns)
    if (sign.byte == byte) return sign.point;
  return std::nullopt;
}

std::optional<std::string> from_windows_1251(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size() * 2);
  for (const char byte : bytes) {
    const auto point = point_of(static_cast<unsigned char>(byte));
    if (!point) return std::nullopt;
    append(out, *point);
  }
  return out;
}

}  // namespace

std::optional<Decoded> decode(std::string_view bytes) {
  // Two bytes a letter, as office programs call "Unicode text": full of zeros.
  if (bytes.find('\0') != std::string_view::npos) return std::nullopt;
  if (is_valid_utf8(bytes)) {
    if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
    return Decoded{std::string{bytes}, "utf-8"};
  }
  auto text = from_windows_1251(bytes);
  if (!text) return std::nullopt;
  return Decoded{std::move(*text), "windows-1251"};
}

}  // namespace nrm::reconciliation
