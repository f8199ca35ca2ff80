#include "json_tree.hpp"

#include <algorithm>
#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/error.hpp>

#include "limits.hpp"
#include "nrm/kernel/text.hpp"

namespace nrm::http {

const JsonMember* JsonValue::find(std::string_view name) const {
  const auto at = std::find_if(members.begin(), members.end(), [&](const auto& member) { return member.name == name; });
  return at == members.end() ? nullptr : &*at;
}

namespace {

namespace json = boost::json;
using Code = json::error_code;
using Kind = JsonReader::Kind;

// Builds the tree bottom up. The parser itself bounds the depth, so the tree can be copied and destroyed recursively.
struct TreeHandler {
  static constexpr std::size_t max_object_size = limits::kMaxJsonMembers;
  static constexpr std::size_t max_array_size = limits::kMaxJsonItems;
  static constexpr std::size_t max_key_size = limits::kMaxJsonKeyBytes;
  static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);

  bool on_document_begin(Code&) { return true; }
  bool on_document_end(Code&) { return true; }
  bool on_object_begin(Code&) { return open(Kind::object); }
  bool on_object_end(std::size_t, Code& code) { return keys_differ(open_.back(), code) && close(); }
  bool on_array_begin(Code&) { return open(Kind::array); }
  bool on_array_end(std::size_t, Code&) { return close(); }
  bool on_key_part(json::string_view part, std::size_t, Code&) { return append(part); }
  bool on_key(json::string_view part, std::size_t, Code&) {
    append(part);
    open_.back().members.push_back({std::exchange(text_, {}), {}, false});
    awaits_value_ = true;
    return true;
  }
  bool on_string_part(json::string_view part, std::size_t, Code&) { return append(part); }
  bool on_string(json::string_view part, std::size_t, Code&) { return append(part) && leaf(Kind::text); }
  bool on_number_part(json::string_view part, Code&) { return append(part); }
  bool on_int64(std::int64_t, json::string_view part, Code&) { return append(part) && leaf(Kind::number); }
  bool on_uint64(std::uint64_t, json::string_view part, Code&) { return append(part) && leaf(Kind::number); }
  bool on_double(double, json::string_view part, Code&) { return append(part) && leaf(Kind::number); }
  bool on_bool(bool flag, Code&) { return add(JsonValue{Kind::boolean, flag, false, {}, {}, {}}); }
  bool on_null(Code&) { return add(JsonValue{}); }
  bool on_comment_part(json::string_view, Code&) { return true; }
  bool on_comment(json::string_view, Code&) { return true; }

  // Of the value that was being read when the parser stopped.
  std::string pointer_here() const {
    std::string out;
    for (std::size_t level = 0; level < open_.size(); ++level) {
      const auto& one = open_[level];
      const bool innermost = level + 1 == open_.size();
      if (one.kind == Kind::array)
        out += "/" + std::to_string(one.items.size());
      else if (!innermost || awaits_value_)
        out += "/" + escaped(one.members.back().name);
    }
    return out;
  }

  JsonValue root;
  std::optional<std::string> duplicate;  // pointer of a member that stands twice

 private:
  static std::string escaped(std::string_view name) {
    std::string out;
    for (const char letter : name) {
      if (letter == '~')
        out += "~0";
      else if (letter == '/')
        out += "~1";
      else
        out += letter;
    }
    return out;
  }
  bool append(json::string_view part) {
    text_.append(part.data(), part.size());
    return true;
  }
  bool leaf(Kind kind) { return add(JsonValue{kind, false, false, std::exchange(text_, {}), {}, {}}); }
  bool open(Kind kind) {
    awaits_value_ = false;
    open_.push_back(JsonValue{kind, false, false, {}, {}, {}});
    return true;
  }
  bool close() {
    JsonValue done = std::move(open_.back());
    open_.pop_back();
    return add(std::move(done));
  }
  bool add(JsonValue value) {
    awaits_value_ = false;
    if (open_.empty()) {
      root = std::move(value);
    } else if (open_.back().kind == Kind::array) {
      open_.back().items.push_back(std::move(value));
    } else {
      open_.back().members.back().value = std::move(value);
    }
    return true;
  }
  bool keys_differ(const JsonValue& object, Code& code) {
    std::vector<std::string_view> names;
    for (const auto& member : object.members) names.push_back(member.name);
    std::sort(names.begin(), names.end());
    const auto twice = std::adjacent_find(names.begin(), names.end());
    if (twice == names.end()) return true;
    duplicate = pointer_here() + "/" + escaped(*twice);
    code = json::error::syntax;
    return false;
  }

  std::string text_;
  std::vector<JsonValue> open_;
  bool awaits_value_ = false;  // the innermost object has read a name and not yet its value
};

}  // namespace

tl::expected<JsonValue, JsonFault> parse_json(std::string_view text) {
  json::parse_options options;
  options.max_depth = limits::kMaxJsonDepth;
  json::basic_parser<TreeHandler> parser{options};
  Code code;
  const auto used = parser.write_some(false, text.data(), text.size(), code);
  if (!code && used == text.size()) return std::move(parser.handler().root);
  const auto& handler = parser.handler();
  if (handler.duplicate) return tl::unexpected(JsonFault{*handler.duplicate, "duplicate-key"});
  if (!is_valid_utf8(text)) return tl::unexpected(JsonFault{handler.pointer_here(), "not-utf8"});
  return tl::unexpected(JsonFault{handler.pointer_here(), code == json::error::too_deep ? "too-deep" : "not-json"});
}

}  // namespace nrm::http
