// How large a picture says it is. Nothing is decoded: a few fields at known places.
#include "nrm/attachments/content_type.hpp"

namespace nrm::attachments {
namespace {

using namespace std::string_view_literals;

std::uint64_t byte_at(std::string_view bytes, std::size_t at) {
  return static_cast<unsigned char>(bytes[at]);
}
std::uint64_t big_endian(std::string_view bytes, std::size_t at, std::size_t size) {
  std::uint64_t out = 0;
  for (std::size_t i = 0; i < size; ++i) out = out << 8U | byte_at(bytes, at + i);
  return out;
}

std::optional<std::uint64_t> pixels_of_png(std::string_view start) {
  if (start.size() < 24 || start.substr(12, 4) != "IHDR") return std::nullopt;
  return big_endian(start, 16, 4) * big_endian(start, 20, 4);
}

std::optional<std::uint64_t> pixels_of_gif(std::string_view start) {
  if (start.size() < 10) return std::nullopt;
  const auto side = [&](std::size_t at) { return byte_at(start, at) | byte_at(start, at + 1) << 8U; };
  return side(6) * side(8);
}

bool begins_frame(std::uint64_t marker) {
  return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

// From segment to segment until the frame's; thumbnails stand inside a segment and are stepped over.
std::optional<std::uint64_t> pixels_of_jpeg(std::string_view start) {
  std::size_t at = 2;
  while (at + 9 <= start.size() && byte_at(start, at) == 0xFF) {
    const auto marker = byte_at(start, at + 1);
    if (begins_frame(marker)) return big_endian(start, at + 5, 2) * big_endian(start, at + 7, 2);
    const auto length = big_endian(start, at + 2, 2);
    if (length < 2) return std::nullopt;
    at += 2 + static_cast<std::size_t>(length);
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::uint64_t> pixels_of(std::string_view start) {
  if (start.starts_with("\x89PNG\r\n\x1a\n"sv)) return pixels_of_png(start);
  if (start.starts_with("GIF8"sv)) return pixels_of_gif(start);
  if (start.starts_with("\xff\xd8"sv)) return pixels_of_jpeg(start);
  return std::nullopt;
}

}  // namespace nrm::attachments
