#include <sodium.h>

#include <cstring>

#include "nrm/crypto/crypto.hpp"
#include "nrm/kernel/id.hpp"

namespace nrm::crypto {

Digest sha256(ByteView data) {
  return sha256({data});
}

Digest sha256(std::initializer_list<ByteView> parts) {
  crypto_hash_sha256_state state;
  crypto_hash_sha256_init(&state);
  for (const auto part : parts) crypto_hash_sha256_update(&state, part.data(), part.size());
  Digest out{};
  crypto_hash_sha256_final(&state, out.data());
  return out;
}

Digest keyed_hash(const Key32& key, ByteView data) {
  Digest out{};
  crypto_generichash(out.data(), out.size(), data.data(), data.size(), key.expose().data(), Key32::kSize);
  return out;
}

Key32 derive(const Key32& key, std::string_view label, std::uint64_t number) {
  if (label.size() > crypto_kdf_CONTEXTBYTES) fail_bug("a key label is longer than 8 bytes");
  std::array<char, crypto_kdf_CONTEXTBYTES> context{};
  std::memcpy(context.data(), label.data(), label.size());
  Key32 out;
  crypto_kdf_derive_from_key(out.expose_mutable().data(), Key32::kSize, number, context.data(), key.expose().data());
  return out;
}

Key32 random_key(Random& random) {
  Key32 out;
  random.fill(out.expose_mutable());
  return out;
}

}  // namespace nrm::crypto
