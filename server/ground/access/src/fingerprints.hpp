// Comparing a fingerprint that somebody read out with a stored key.
#pragma once

#include <string_view>

#include "nrm/kernel/bytes.hpp"

namespace nrm::access {

// However it was typed: docs/formats/fingerprints.md. False for keys that do not decode.
bool is_fingerprint_of(ByteView public_keys, std::string_view typed);

}  // namespace nrm::access
