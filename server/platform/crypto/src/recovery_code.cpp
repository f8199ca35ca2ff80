#include <sodium.h>

#include "nrm/crypto/crypto.hpp"

namespace nrm::crypto {

namespace {

constexpr std::string_view kLetters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t kSymbols = 28;  // 128 bits of secret and 12 bits that find a slip of the pen
constexpr std::size_t kGroup = 4;

using Secret16 = SecretBytes<16>;

// The 28 five-bit numbers of a secret.
std::array<std::uint8_t, kSymbols> symbols_of(const Secret16& secret) {
  const auto check = sha256({view_of("nrm.recovery.check.1"), secret.expose()});
  std::array<std::uint8_t, kSymbols> out{};
  for (std::size_t bit = 0; bit < kSymbols * 5; ++bit) {
    const auto byte = bit < 128 ? secret.expose()[bit / 8] : check[(bit - 128) / 8];
    const auto value = byte >> (7 - bit % 8) & 1;
    out[bit / 5] = static_cast<std::uint8_t>(out[bit / 5] << 1 | value);
  }
  return out;
}

std::optional<std::uint8_t> number_of(char letter) {
  if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
  if (letter == 'O') letter = '0';
  if (letter == 'I' || letter == 'L') letter = '1';
  const auto place = kLetters.find(letter);
  if (place == std::string_view::npos) return std::nullopt;
  return static_cast<std::uint8_t>(place);
}

std::optional<Secret16> parse(std::string_view code) {
  std::array<std::uint8_t, kSymbols> numbers{};
  std::size_t count = 0;
  for (const auto letter : code) {
    if (letter == '-' || letter == ' ') continue;
    const auto number = number_of(letter);
    if (!number || count == kSymbols) return std::nullopt;
    numbers[count++] = *number;
  }
  if (count != kSymbols) return std::nullopt;
  Secret16 secret;
  for (std::size_t bit = 0; bit < 128; ++bit) {
    auto& byte = secret.expose_mutable()[bit / 8];
    byte = static_cast<std::uint8_t>(byte << 1 | (numbers[bit / 5] >> (4 - bit % 5) & 1));
  }
  if (symbols_of(secret) != numbers) return std::nullopt;
  return secret;
}

}  // namespace

SecretText make_recovery_code(Random& random) {
  Secret16 secret;
  random.fill(secret.expose_mutable());
  std::string out;
  out.reserve(kSymbols + kSymbols / kGroup);
  std::size_t count = 0;
  for (const auto number : symbols_of(secret)) {
    if (count > 0 && count % kGroup == 0) out += '-';
    out += kLetters[number];
    ++count;
  }
  return SecretText{std::move(out)};
}

std::optional<Key32> key_of_recovery_code(std::string_view code) {
  const auto secret = parse(code);
  if (!secret) return std::nullopt;
  constexpr std::string_view kDomain = "nrm.recovery.key.1";
  Key32 out;
  crypto_generichash(out.expose_mutable().data(), Key32::kSize, secret->expose().data(), Secret16::kSize,
                     view_of(kDomain).data(), kDomain.size());
  return out;
}

}  // namespace nrm::crypto
