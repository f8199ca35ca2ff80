// Strict JSON of the structured values: no duplicate keys, no numbers but integers, depth at most 4, nothing after the
// end. Small on purpose: the values are a few hundred bytes and come from inside a checked document.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace nrm::casefile {

struct JsonValue;
using JsonArray = std::vector<JsonValue>;
using JsonObject = std::map<std::string, JsonValue, std::less<>>;
struct JsonValue {
  std::variant<std::monostate, bool, std::string, JsonArray, JsonObject> data;
  const std::string* text() const { return std::get_if<std::string>(&data); }
  const bool* flag() const { return std::get_if<bool>(&data); }
  const JsonArray* array() const { return std::get_if<JsonArray>(&data); }
  const JsonObject* object() const { return std::get_if<JsonObject>(&data); }
};
std::optional<JsonValue> parse_json(std::string_view text);
// The text member of an object; empty where it is not there.
std::string member_text(const JsonObject& object, std::string_view name);
// With the quotes. Escapes what JSON demands and nothing more, so that a text comes back byte for byte.
std::string json_string(std::string_view text);
std::string json_strings(const std::vector<std::string>& texts);
std::string json_of(const JsonValue& value);

}  // namespace nrm::casefile
