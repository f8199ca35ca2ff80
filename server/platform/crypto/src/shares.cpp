#include "nrm/crypto/shares.hpp"

#include "nrm/crypto/crypto.hpp"

namespace nrm::crypto {
namespace {

// Of the points alone, which are public.
std::uint8_t inverse(std::uint8_t a) {
  // a^254: every non-zero element's 255th power is one.
  std::uint8_t out = 1;
  for (int i = 0; i < 254; ++i) out = multiply_in_field(out, a);
  return out;
}

bool is_point(std::uint8_t point) {
  return point >= 1 && point <= kShares;
}

}  // namespace

std::uint8_t multiply_in_field(std::uint8_t a, std::uint8_t b) {
  unsigned product = 0;
  unsigned factor = a;
  for (unsigned bit = 0; bit < 8; ++bit) {
    product ^= factor & (0U - ((b >> bit) & 1U));
    const unsigned carry = (factor >> 7U) & 1U;
    factor = ((factor << 1U) ^ (0x11bU & (0U - carry))) & 0xffU;
  }
  return static_cast<std::uint8_t>(product & 0xffU);
}

std::array<KeyShare, kShares> split_key(const Key32& key, Random& random) {
  const auto slope = random_key(random);
  std::array<KeyShare, kShares> out;
  for (std::uint8_t point = 1; point <= kShares; ++point) {
    auto& share = out[point - 1U];
    share.point = point;
    for (std::size_t i = 0; i < Key32::kSize; ++i) {
      const auto rise = multiply_in_field(slope.expose()[i], point);
      share.value.expose_mutable()[i] = static_cast<std::uint8_t>(key.expose()[i] ^ rise);
    }
  }
  return out;
}

std::optional<Key32> combine_shares(const KeyShare& one, const KeyShare& other) {
  if (!is_point(one.point) || !is_point(other.point) || one.point == other.point) return std::nullopt;
  // Lagrange at 0; in this field adding and subtracting are the same.
  const auto denominator = inverse(static_cast<std::uint8_t>(one.point ^ other.point));
  const auto of_one = multiply_in_field(other.point, denominator);
  const auto of_other = multiply_in_field(one.point, denominator);
  Key32 out;
  for (std::size_t i = 0; i < Key32::kSize; ++i) {
    out.expose_mutable()[i] = static_cast<std::uint8_t>(multiply_in_field(one.value.expose()[i], of_one) ^
                                                        multiply_in_field(other.value.expose()[i], of_other));
  }
  return out;
}

}  // namespace nrm::crypto
