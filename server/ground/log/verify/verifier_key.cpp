#include <algorithm>

#include "nrm/log/note.hpp"

namespace nrm::log {

namespace {
constexpr std::size_t kMaxName = 200;

Bytes typed_key(const VerifierKey& key) {
  Bytes out{static_cast<std::uint8_t>(key.type)};
  out.insert(out.end(), key.key.bytes.begin(), key.key.bytes.end());
  return out;
}
}  // namespace

bool is_key_name(std::string_view name) {
  return !name.empty() && name.size() <= kMaxName && std::all_of(name.begin(), name.end(), [](char letter) {
    return letter > ' ' && letter < 0x7f && letter != '+';
  });
}

std::array<std::uint8_t, 4> VerifierKey::id() const {
  const auto digest = crypto::sha256({view_of(name), view_of("\n"), typed_key(*this)});
  return {digest[0], digest[1], digest[2], digest[3]};
}

std::string VerifierKey::text() const {
  return fmt::format("{}+{}+{}", name, to_hex(id()), to_base64(typed_key(*this)));
}

std::optional<VerifierKey> VerifierKey::parse(std::string_view text) {
  const auto first = text.find('+');
  if (first == std::string_view::npos) return std::nullopt;
  const auto second = text.find('+', first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  const auto bytes = from_base64(text.substr(second + 1));
  if (!bytes || bytes->size() != 33) return std::nullopt;
  if ((*bytes)[0] != static_cast<std::uint8_t>(KeyType::note) &&
      (*bytes)[0] != static_cast<std::uint8_t>(KeyType::cosignature)) {
    return std::nullopt;
  }
  VerifierKey out{std::string{text.substr(0, first)}, static_cast<KeyType>((*bytes)[0]), {}};
  std::copy(bytes->begin() + 1, bytes->end(), out.key.bytes.begin());
  if (!is_key_name(out.name) || out.text() != text) return std::nullopt;
  return out;
}

}  // namespace nrm::log
