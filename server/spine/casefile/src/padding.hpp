// Lengths are hidden up to the next 64 bytes, so that a code's length does not tell the code.
#pragma once

#include <optional>

#include "nrm/kernel/bytes.hpp"

namespace nrm::casefile {

// 80, then 00 up to a multiple of 64.
void pad(Bytes& plain);
// How many bytes stand before the padding; nothing where it is none.
std::optional<std::size_t> unpadded_size(ByteView plain);

}  // namespace nrm::casefile
