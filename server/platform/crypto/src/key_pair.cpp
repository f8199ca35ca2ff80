#include <sodium.h>

#include <algorithm>

#include "header.hpp"
#include "key_pair.hpp"

namespace nrm::crypto {

namespace {

// The field's prime is 2^255 - 19: its multiples above and the top bit would give one key several spellings.
bool is_canonical(const BoxPublic& key) {
  if ((key.bytes[31] & 0x80U) != 0) return false;
  if (key.bytes[31] != 0x7f || key.bytes[0] < 0xed) return true;
  return !std::all_of(key.bytes.begin() + 1, key.bytes.end() - 1, [](auto byte) { return byte == 0xff; });
}

bool has_large_order(const BoxPublic& key) {
  std::array<std::uint8_t, 32> scalar{};
  scalar[0] = 8;
  std::array<std::uint8_t, 32> shared{};
  return crypto_scalarmult(shared.data(), scalar.data(), key.bytes.data()) == 0;
}

}  // namespace

Key32 box_secret(const Key32& seed) {
  return derive(seed, "nrm-box1");
}

BoxPublic box_public(const Key32& secret) {
  BoxPublic out;
  crypto_scalarmult_base(out.bytes.data(), secret.expose().data());
  return out;
}

SignPair sign_pair(const Key32& seed) {
  SignPair out;
  const auto sign_seed = derive(seed, "nrm-sgn1");
  crypto_sign_seed_keypair(out.open.bytes.data(), out.secret.expose_mutable().data(), sign_seed.expose().data());
  return out;
}

PublicKeys public_keys(const Key32& seed) {
  return {box_public(box_secret(seed)), sign_pair(seed).open};
}

Bytes encode(const PublicKeys& keys) {
  return join({keys.box.bytes, keys.sign.bytes});
}

std::optional<PublicKeys> decode_public_keys(ByteView bytes) {
  if (bytes.size() != 64) return std::nullopt;
  PublicKeys out;
  std::copy_n(bytes.begin(), 32, out.box.bytes.begin());
  std::copy_n(bytes.begin() + 32, 32, out.sign.bytes.begin());
  if (!is_canonical(out.box) || !has_large_order(out.box)) return std::nullopt;
  if (crypto_core_ed25519_is_valid_point(out.sign.bytes.data()) != 1) return std::nullopt;
  return out;
}

std::string fingerprint(const PublicKeys& keys) {
  const auto digest = sha256({view_of("nrm.fingerprint.1"), encode(keys)});
  std::string out;
  for (std::size_t group = 0; group < 5; ++group) {
    const auto number = static_cast<unsigned>(digest[2 * group]) << 8U | digest[2 * group + 1];
    out += fmt::format("{}{:05}", group == 0 ? "" : " ", number);
  }
  return out;
}

}  // namespace nrm::crypto
