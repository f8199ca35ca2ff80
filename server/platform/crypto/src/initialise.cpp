#include <sodium.h>
extern "C" {
#include <oath.h>
}

#include <cstdlib>

#include "nrm/crypto/crypto.hpp"

namespace nrm::crypto {

void initialise() {
  // Without a working library no key may be made and no password checked.
  if (sodium_init() < 0) std::abort();
  if (oath_init() != OATH_OK) std::abort();
}

}  // namespace nrm::crypto
