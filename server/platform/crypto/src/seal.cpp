#include <sodium.h>

#include "header.hpp"
#include "nrm/crypto/crypto.hpp"

namespace nrm::crypto {

namespace {
constexpr std::size_t kNonce = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTag = crypto_aead_xchacha20poly1305_ietf_ABYTES;
}  // namespace

Bytes seal(const Key32& key, std::uint32_t key_version, ByteView plaintext, ByteView associated, Random& random) {
  const auto header = make_header(Algorithm::secret_key, key_version);
  const auto nonce = random.bytes(kNonce);
  auto out = join({header, nonce});
  out.resize(kHeaderSize + kNonce + plaintext.size() + kTag);
  const auto bound = join({header, associated});
  crypto_aead_xchacha20poly1305_ietf_encrypt(out.data() + kHeaderSize + kNonce, nullptr, plaintext.data(),
                                             plaintext.size(), bound.data(), bound.size(), nullptr, nonce.data(),
                                             key.expose().data());
  return out;
}

std::optional<Bytes> open(const Key32& key, ByteView sealed, ByteView associated) {
  const auto header = read_header(sealed, Algorithm::secret_key);
  if (!header || sealed.size() < kHeaderSize + kNonce + kTag) return std::nullopt;
  const auto nonce = sealed.subspan(kHeaderSize, kNonce);
  const auto body = sealed.subspan(kHeaderSize + kNonce);
  const auto bound = join({*header, associated});
  Bytes out(body.size() - kTag);
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(out.data(), nullptr, nullptr, body.data(), body.size(), bound.data(),
                                                 bound.size(), nonce.data(), key.expose().data()) != 0) {
    return std::nullopt;
  }
  return out;
}

}  // namespace nrm::crypto
