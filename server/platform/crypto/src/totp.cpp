extern "C" {
#include <oath.h>
}

#include <cstdlib>
#include <memory>

#include "nrm/crypto/crypto.hpp"
#include "nrm/kernel/id.hpp"

namespace nrm::crypto {

namespace {

constexpr std::int64_t kStepSeconds = 30;
constexpr unsigned kDigits = 6;

std::int64_t step_of(UtcTime now) {
  return now.unix_us() / 1'000'000 / kStepSeconds;
}

std::string code_of_step(const TotpSecret& secret, std::int64_t step) {
  std::array<char, kDigits + 1> out{};
  const auto key = secret.expose();
  if (oath_hotp_generate(reinterpret_cast<const char*>(key.data()), key.size(), static_cast<std::uint64_t>(step),
                         kDigits, false, OATH_HOTP_DYNAMIC_TRUNCATION, out.data()) != OATH_OK) {
    fail_bug("liboath cannot make a code");
  }
  return out.data();
}

std::string base32(ByteView bytes) {
  char* raw = nullptr;
  if (oath_base32_encode(reinterpret_cast<const char*>(bytes.data()), bytes.size(), &raw, nullptr) != OATH_OK) {
    throw std::bad_alloc{};
  }
  const std::unique_ptr<char, decltype(&std::free)> owner{raw, &std::free};
  std::string out{raw};
  wipe(raw, out.size());
  return out;
}

std::string percent_encoded(std::string_view text) {
  std::string out;
  for (const auto byte : view_of(text)) {
    const auto letter = static_cast<char>(byte);
    const bool plain = (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
                       (letter >= '0' && letter <= '9') || letter == '-' || letter == '.' || letter == '_';
    out += plain ? std::string(1, letter) : fmt::format("%{:02X}", byte);
  }
  return out;
}

}  // namespace

TotpSecret random_totp_secret(Random& random) {
  TotpSecret out;
  random.fill(out.expose_mutable());
  return out;
}

std::string totp_code(const TotpSecret& secret, UtcTime now) {
  return code_of_step(secret, step_of(now));
}

std::optional<std::uint64_t> match_totp(const TotpSecret& secret, std::string_view code, UtcTime now) {
  std::optional<std::uint64_t> matched;
  for (const auto skew : {0, -1, 1}) {
    const auto step = step_of(now) + skew;
    if (step < 0) continue;
    // All three are always computed: which one matched is no concern of a watch.
    if (equal_constant_time(view_of(code_of_step(secret, step)), view_of(code)) && !matched) {
      matched = static_cast<std::uint64_t>(step);
    }
  }
  return matched;
}

std::string totp_uri(const TotpSecret& secret, std::string_view issuer, std::string_view account) {
  return fmt::format("otpauth://totp/{0}:{1}?secret={2}&issuer={0}&algorithm=SHA1&digits=6&period=30",
                     percent_encoded(issuer), percent_encoded(account), base32(secret.expose()));
}

}  // namespace nrm::crypto
