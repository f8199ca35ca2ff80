#include <sodium.h>

#include "header.hpp"
#include "key_pair.hpp"
#include "nrm/kernel/id.hpp"

namespace nrm::crypto {

namespace {

constexpr std::size_t kPoint = 32;
constexpr std::size_t kTag = crypto_aead_xchacha20poly1305_ietf_ABYTES;

// One use only, because every box has an ephemeral key of its own; so the nonce is derived as well.
struct BoxKey {
  SecretBytes<64> bytes;
  const std::uint8_t* key() const { return bytes.expose().data(); }
  const std::uint8_t* nonce() const { return bytes.expose().data() + 32; }
};

// BLAKE2b-512("nrm.box.1" ‖ shared ‖ ephemeral ‖ recipient); nothing where the point is of small order.
std::optional<BoxKey> agree(const Key32& secret, ByteView other, ByteView ephemeral, ByteView recipient) {
  Key32 shared;
  if (crypto_scalarmult(shared.expose_mutable().data(), secret.expose().data(), other.data()) != 0) return std::nullopt;
  crypto_generichash_state state;
  crypto_generichash_init(&state, nullptr, 0, 64);
  for (const auto part : {view_of("nrm.box.1"), shared.expose(), ephemeral, recipient}) {
    crypto_generichash_update(&state, part.data(), part.size());
  }
  BoxKey out;
  crypto_generichash_final(&state, out.bytes.expose_mutable().data(), 64);
  sodium_memzero(&state, sizeof state);
  return out;
}

}  // namespace

Bytes box_seal(const BoxPublic& to, std::uint32_t key_version, ByteView plaintext, ByteView associated,
               Random& random) {
  const auto secret = random_key(random);
  const auto ephemeral = box_public(secret);
  const auto agreed = agree(secret, to.bytes, ephemeral.bytes, to.bytes);
  if (!agreed) fail_bug("a box key of small order was stored");
  const auto header = make_header(Algorithm::box, key_version);
  auto out = join({header, ephemeral.bytes});
  out.resize(kHeaderSize + kPoint + plaintext.size() + kTag);
  const auto bound = join({header, ephemeral.bytes, to.bytes, associated});
  crypto_aead_xchacha20poly1305_ietf_encrypt(out.data() + kHeaderSize + kPoint, nullptr, plaintext.data(),
                                             plaintext.size(), bound.data(), bound.size(), nullptr, agreed->nonce(),
                                             agreed->key());
  return out;
}

std::optional<Bytes> box_open(const Key32& seed, ByteView sealed, ByteView associated) {
  const auto header = read_header(sealed, Algorithm::box);
  if (!header || sealed.size() < kHeaderSize + kPoint + kTag) return std::nullopt;
  const auto secret = box_secret(seed);
  const auto recipient = box_public(secret);
  const auto ephemeral = sealed.subspan(kHeaderSize, kPoint);
  const auto agreed = agree(secret, ephemeral, ephemeral, recipient.bytes);
  if (!agreed) return std::nullopt;
  const auto body = sealed.subspan(kHeaderSize + kPoint);
  const auto bound = join({*header, ephemeral, recipient.bytes, associated});
  Bytes out(body.size() - kTag);
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(out.data(), nullptr, nullptr, body.data(), body.size(), bound.data(),
                                                 bound.size(), agreed->nonce(), agreed->key()) != 0) {
    return std::nullopt;
  }
  return out;
}

}  // namespace nrm::crypto
