#include "fingerprints.hpp"

#include "nrm/crypto/fingerprint_words.hpp"

namespace nrm::access {

bool is_fingerprint_of(ByteView public_keys, std::string_view typed) {
  const auto keys = crypto::decode_public_keys(public_keys);
  const auto read = crypto::parse_fingerprint(typed);
  return keys && read && equal_constant_time(*read, crypto::fingerprint_bytes(*keys));
}

}  // namespace nrm::access
