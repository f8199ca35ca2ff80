// The parsed document: strict JSON, no key twice, at most 32 deep, numbers kept as their text.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "nrm/http/json.hpp"

namespace nrm::http {

struct JsonValue;

struct JsonMember;

struct JsonValue {
  JsonReader::Kind kind = JsonReader::Kind::null;
  bool flag = false;
  bool opened = false;  // a reader was made of it: its members must all be asked for
  std::string text;     // of a text; the digits of a number
  std::vector<JsonValue> items;
  std::vector<JsonMember> members;

  const JsonMember* find(std::string_view name) const;
};

struct JsonMember {
  std::string name;
  JsonValue value;
  bool asked = false;
};

// Where a text stops being JSON as we take it: the place that was being read, and why.
struct JsonFault {
  std::string pointer;  // RFC 6901
  std::string code;     // "not-json", "not-utf8", "duplicate-key" or "too-deep"
};
tl::expected<JsonValue, JsonFault> parse_json(std::string_view text);

}  // namespace nrm::http
