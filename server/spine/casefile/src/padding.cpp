#include "padding.hpp"

namespace nrm::casefile {
namespace {

constexpr std::size_t kBlock = 64;
constexpr std::uint8_t kPadStart = 0x80;

}  // namespace

void pad(Bytes& plain) {
  plain.push_back(kPadStart);
  plain.resize((plain.size() + kBlock - 1) / kBlock * kBlock, 0);
}

std::optional<std::size_t> unpadded_size(ByteView plain) {
  if (plain.empty() || plain.size() % kBlock != 0) return std::nullopt;
  auto end = plain.size();
  while (end > 0 && plain[end - 1] == 0) --end;
  if (end == 0 || plain[end - 1] != kPadStart) return std::nullopt;
  return end - 1;
}

}  // namespace nrm::casefile
