#include "as_written.hpp"

#include "nrm/kernel/bytes.hpp"

namespace nrm::htcds {
namespace {

void put(Bytes& out, std::string_view text) {
  for (int shift = 24; shift >= 0; shift -= 8) out.push_back(static_cast<std::uint8_t>(text.size() >> shift));
  const auto bytes = view_of(text);
  out.insert(out.end(), bytes.begin(), bytes.end());
}

bool get(ByteView& rest, std::string& out) {
  if (rest.size() < 4) return false;
  const std::size_t size =
      (std::size_t{rest[0]} << 24U) | (std::size_t{rest[1]} << 16U) | (std::size_t{rest[2]} << 8U) | rest[3];
  if (rest.size() - 4 < size) return false;
  out = text_of(rest.subspan(4, size));
  rest = rest.subspan(4 + size);
  return true;
}

}  // namespace

std::string encode_cells(const Cells& cells) {
  Bytes out;
  for (const auto& [key, cell] : cells) {
    put(out, key);
    put(out, cell);
  }
  return to_base64url(out);
}

Cells decode_cells(std::string_view text) {
  const auto bytes = from_base64url(text);
  Cells out;
  if (!bytes) return out;
  ByteView rest{*bytes};
  std::string key;
  std::string cell;
  while (!rest.empty()) {
    if (!get(rest, key) || !get(rest, cell)) return {};
    out[key] = cell;
  }
  return out;
}

}  // namespace nrm::htcds
