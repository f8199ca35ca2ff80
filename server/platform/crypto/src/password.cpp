#include <sodium.h>

#include <new>

#include "nrm/crypto/crypto.hpp"

namespace nrm::crypto {

Salt random_salt(Random& random) {
  Salt out{};
  random.fill(out);
  return out;
}

PasswordKeys stretch(const SecretText& password, const Salt& salt, PasswordCost cost) {
  const auto& text = password.expose();
  SecretBytes<32> stretched;
  if (crypto_pwhash(stretched.expose_mutable().data(), stretched.kSize, text.data(), text.size(), salt.data(),
                    cost.passes, cost.memory_bytes, crypto_pwhash_ALG_ARGON2ID13) != 0) {
    throw std::bad_alloc{};
  }
  return {derive(stretched, "pwverify"), derive(stretched, "pwopener")};
}

}  // namespace nrm::crypto
