#include <sodium.h>

#include "header.hpp"
#include "key_pair.hpp"

namespace nrm::crypto {

namespace {
constexpr std::array<std::uint8_t, 1> kSeparator{0};
}

Signature sign(const Key32& seed, std::string_view label, ByteView message) {
  return sign_raw(seed, join({view_of(label), kSeparator, message}));
}

bool verify(const SignPublic& key, std::string_view label, ByteView message, ByteView signature) {
  return verify_raw(key, join({view_of(label), kSeparator, message}), signature);
}

Signature sign_raw(const Key32& seed, ByteView message) {
  const auto pair = sign_pair(seed);
  Signature out{};
  crypto_sign_detached(out.data(), nullptr, message.data(), message.size(), pair.secret.expose().data());
  return out;
}

bool verify_raw(const SignPublic& key, ByteView message, ByteView signature) {
  if (signature.size() != 64) return false;
  return crypto_sign_verify_detached(signature.data(), message.data(), message.size(), key.bytes.data()) == 0;
}

}  // namespace nrm::crypto
