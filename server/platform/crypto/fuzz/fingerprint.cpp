// Whatever somebody types as a fingerprint: what is taken says the same again in each language.
#include <cstdlib>

#include "nrm/crypto/fingerprint_words.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace nrm::crypto;
  const auto read = parse_fingerprint(nrm::text_of({data, size}));
  if (!read) return 0;
  for (const auto language : kFingerprintLanguages)
    if (parse_fingerprint(fingerprint_words(*read, language)) != read) std::abort();
  return 0;
}
