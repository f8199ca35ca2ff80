#include "nrm/casefile/redaction.hpp"

#include <algorithm>

#include "json_text.hpp"

namespace nrm::casefile {
namespace {

// What is longer is a story, and stories name people.
constexpr std::size_t kLine = 200;

bool takes_words(const Member& member) {
  return member.kind == "text" || member.kind == "texts";
}

bool says_nothing(const JsonValue& value) {
  if (const auto* text = value.text()) return text->empty();
  return value.array() != nullptr && value.array()->empty();
}

void redact(JsonValue& value, const Shape& shape, const std::string& sentence) {
  auto* object = std::get_if<JsonObject>(&value.data);
  if (object == nullptr) return;
  for (const auto& member : shape.members) {
    const auto at = member.third_person ? object->find(member.name) : object->end();
    if (at == object->end() || says_nothing(at->second)) continue;
    at->second.data = sentence;
    if (member.kind == "texts") at->second.data = JsonArray(1, JsonValue{sentence});
  }
}

}  // namespace

bool is_free_text(const Field& field, std::string_view value) {
  if (field.kind == "text") return field.max_code_points > kLine;
  const bool structured = field.kind.starts_with("json:") || field.kind.starts_with("codes:");
  if (structured && !is_structured_text(field, value)) return !value.empty();
  const auto* shape = shape_of(field);
  return shape != nullptr && std::ranges::any_of(shape->members, takes_words);
}

std::string without_third_persons(const Field& field, std::string_view value, const std::string& sentence) {
  const auto* shape = shape_of(field);
  const bool names_some = shape != nullptr && std::ranges::any_of(shape->members, &Member::third_person);
  auto json = names_some ? parse_json(value) : std::nullopt;
  if (!json) return std::string{value};
  redact(*json, *shape, sentence);
  if (auto* items = std::get_if<JsonArray>(&json->data))
    for (auto& item : *items) redact(item, *shape, sentence);
  return json_of(*json);
}

}  // namespace nrm::casefile
