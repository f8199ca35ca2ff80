// The first six bytes of every ciphertext (docs/formats/ciphertexts.md).
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "nrm/kernel/bytes.hpp"

namespace nrm::crypto {

inline constexpr std::size_t kHeaderSize = 6;
inline constexpr std::uint8_t kFormat = 1;
enum class Algorithm : std::uint8_t { secret_key = 1, box = 2 };

using HeaderBytes = std::array<std::uint8_t, kHeaderSize>;
HeaderBytes make_header(Algorithm algorithm, std::uint32_t key_version);
// Nothing where format or algorithm is another one.
std::optional<HeaderBytes> read_header(ByteView sealed, Algorithm algorithm);
// header ‖ parts…
Bytes join(std::initializer_list<ByteView> parts);

}  // namespace nrm::crypto
