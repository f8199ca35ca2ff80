#include "nrm/kernel/id.hpp"

#include <stdexcept>

namespace nrm {
namespace {

Uuid with_version(Uuid uuid, std::uint8_t version) {
  uuid[6] = static_cast<std::uint8_t>((uuid[6] & 0x0fU) | (unsigned{version} << 4U));
  uuid[8] = static_cast<std::uint8_t>((uuid[8] & 0x3fU) | 0x80U);
  return uuid;
}

}  // namespace

std::string to_text(const Uuid& uuid) {
  auto hex = to_hex(uuid);
  for (const std::size_t at : {8U, 13U, 18U, 23U}) hex.insert(at, 1, '-');
  return hex;
}

std::optional<Uuid> parse_uuid(std::string_view text) {
  if (text.size() != 36 || text[8] != '-' || text[13] != '-' || text[18] != '-' || text[23] != '-') return std::nullopt;
  std::string hex;
  for (const char letter : text)
    if (letter != '-') hex.push_back(letter);
  const auto bytes = from_hex(hex);
  if (!bytes || bytes->size() != 16) return std::nullopt;
  Uuid uuid;
  std::copy(bytes->begin(), bytes->end(), uuid.begin());
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
