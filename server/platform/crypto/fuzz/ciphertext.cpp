// Whatever bytes come: a ciphertext is refused, or opens to what was sealed; nothing else.
#include "nrm/crypto/crypto.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  nrm::crypto::initialise();
  const nrm::ByteView input{data, size};
  const nrm::Key32 key;
  if (nrm::crypto::open(key, input, {}) && nrm::crypto::box_open(key, input, {})) std::abort();
  (void)nrm::crypto::key_version_of(input);
  (void)nrm::crypto::decode_public_keys(input);
  (void)nrm::crypto::key_of_recovery_code({reinterpret_cast<const char*>(data), size});
  return 0;
}
