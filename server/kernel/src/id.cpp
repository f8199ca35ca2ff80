#include "nrm/kernel/id.hpp"

#include <stdexcept>

namespace nrm {
namespace {

constexpr std::string_view kHex = "0123456789abcdef";
constexpr std::size_t kTextSize = 36;

constexpr bool is_hyphen(std::size_t at) {
  return at == 8 || at == 13 || at == 18 || at == 23;
}

// Below 0: no digit. Lower case only.
constexpr int digit_of(char letter) {
  if (letter >= '0' && letter <= '9') return letter - '0';
  return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
}

Uuid with_version(Uuid uuid, std::uint8_t version) {
  uuid[6] = static_cast<std::uint8_t>((uuid[6] & 0x0fU) | (unsigned{version} << 4U));
  uuid[8] = static_cast<std::uint8_t>((uuid[8] & 0x3fU) | 0x80U);
  return uuid;
}

}  // namespace

std::string to_text(const Uuid& uuid) {
  std::string out(kTextSize, '-');
  std::size_t at = 0;
  for (const auto byte : uuid) {
    if (is_hyphen(at)) ++at;
    out[at++] = kHex[byte >> 4U];
    out[at++] = kHex[byte & 15U];
  }
  return out;
}

std::optional<Uuid> parse_uuid(std::string_view text) {
  if (text.size() != kTextSize) return std::nullopt;
  Uuid uuid;
  std::size_t at = 0;
  for (auto& byte : uuid) {
    if (is_hyphen(at) && text[at++] != '-') return std::nullopt;
    const int high = digit_of(text[at++]);
    const int low = digit_of(text[at++]);
    if (high < 0 || low < 0) return std::nullopt;
    byte = static_cast<std::uint8_t>(high * 16 + low);
  }
  return uuid;
}

Uuid make_uuid_v7(const Clock& clock, Random& random) {
  Uuid uuid;
  random.fill(uuid);
  const auto ms = static_cast<std::uint64_t>(clock.now().unix_us() / 1000);
  for (std::size_t i = 0; i < 6; ++i) uuid[i] = static_cast<std::uint8_t>((ms >> (40U - 8U * i)) & 255U);
  return with_version(uuid, 7);
}

Uuid make_uuid_v4(Random& random) {
  Uuid uuid;
  random.fill(uuid);
  return with_version(uuid, 4);
}

void fail_bug(std::string_view what) {
  throw std::logic_error{std::string{what}};
}

}  // namespace nrm
