// The reader of JSON bodies: whatever comes, a tree of UTF-8 texts no deeper than the limit, or nothing.
#include <cstdint>
#include <cstdlib>

#include "json_tree.hpp"
#include "limits.hpp"
#include "nrm/kernel/text.hpp"

namespace {

void look_at(const nrm::http::JsonValue& value, std::size_t depth) {
  if (depth > nrm::http::limits::kMaxJsonDepth) std::abort();
  if (!nrm::is_valid_utf8(value.text)) std::abort();
  for (const auto& item : value.items) look_at(item, depth + 1);
  for (const auto& member : value.members) {
    if (value.find(member.name) != &member) std::abort();  // a name that stands twice would find the other
    look_at(member.value, depth + 1);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (const auto tree = nrm::http::parse_json({reinterpret_cast<const char*>(data), size})) look_at(*tree, 0);
  return 0;
}
