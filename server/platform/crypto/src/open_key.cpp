#include "nrm/crypto/crypto.hpp"

namespace nrm::crypto {
namespace {

std::optional<Key32> taken_from(std::optional<Bytes> plain) {
  if (!plain) return std::nullopt;
  auto key = Key32::copy_of(*plain);
  wipe(plain->data(), plain->size());
  return key;
}

}  // namespace

std::optional<Key32> open_key(const Key32& key, ByteView sealed, ByteView associated) {
  return taken_from(open(key, sealed, associated));
}

std::optional<Key32> box_open_key(const Key32& seed, ByteView sealed, ByteView associated) {
  return taken_from(box_open(seed, sealed, associated));
}

}  // namespace nrm::crypto
