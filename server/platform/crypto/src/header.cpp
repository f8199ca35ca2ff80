#include "header.hpp"

#include "nrm/crypto/crypto.hpp"

namespace nrm::crypto {

HeaderBytes make_header(Algorithm algorithm, std::uint32_t key_version) {
  return {kFormat,
          static_cast<std::uint8_t>(algorithm),
          static_cast<std::uint8_t>(key_version >> 24U),
          static_cast<std::uint8_t>(key_version >> 16U & 255U),
          static_cast<std::uint8_t>(key_version >> 8U & 255U),
          static_cast<std::uint8_t>(key_version & 255U)};
}

std::optional<HeaderBytes> read_header(ByteView sealed, Algorithm algorithm) {
  if (sealed.size() < kHeaderSize) return std::nullopt;
  if (sealed[0] != kFormat || sealed[1] != static_cast<std::uint8_t>(algorithm)) return std::nullopt;
  HeaderBytes out{};
  std::copy_n(sealed.begin(), kHeaderSize, out.begin());
  return out;
}

Bytes join(std::initializer_list<ByteView> parts) {
  std::size_t size = 0;
  for (const auto part : parts) size += part.size();
  Bytes out;
  out.reserve(size);
  for (const auto part : parts) out.insert(out.end(), part.begin(), part.end());
  return out;
}

std::optional<std::uint32_t> key_version_of(ByteView sealed) {
  if (!read_header(sealed, Algorithm::secret_key) && !read_header(sealed, Algorithm::box)) return std::nullopt;
  std::uint32_t version = 0;
  for (const auto byte : sealed.subspan(2, 4)) version = version << 8U | byte;
  return version;
}

}  // namespace nrm::crypto
