// The secret halves; they never leave this module.
#pragma once

#include "nrm/crypto/crypto.hpp"

namespace nrm::crypto {

Key32 box_secret(const Key32& seed);
BoxPublic box_public(const Key32& secret);

struct SignPair {
  SignPublic open;
  SecretBytes<64> secret;
};
SignPair sign_pair(const Key32& seed);

}  // namespace nrm::crypto
