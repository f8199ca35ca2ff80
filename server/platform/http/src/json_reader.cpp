#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "json_tree.hpp"
#include "limits.hpp"
#include "nrm/http/json.hpp"
#include "nrm/http/message.hpp"

namespace nrm::http {
namespace {

using Kind = JsonReader::Kind;

struct Document {
  JsonValue root;
  std::vector<FieldProblem> faults;
};

std::string below(const std::string& pointer, std::string_view name) {
  std::string out = pointer + '/';
  for (const char c : name) {
    if (c == '~') {
      out += "~0";
    } else if (c == '/') {
      out += "~1";
    } else {
      out += c;
    }
  }
  return out;
}

void record(Document& document, FieldProblem fault) {
  if (document.faults.size() < limits::kMaxFaults) document.faults.push_back(std::move(fault));
}

// Members of opened objects that nobody asked for.
void record_unknown(Document& document, const JsonValue& value, const std::string& pointer) {
  for (const auto& member : value.members) {
    const auto here = below(pointer, member.name);
    if (value.opened && !member.asked) {
      record(document, {here, "unknown", {}});
    } else {
      record_unknown(document, member.value, here);
    }
  }
  for (std::size_t i = 0; i < value.items.size(); ++i) {
    record_unknown(document, value.items[i], below(pointer, std::to_string(i)));
  }
}

// Digits only: 1.5, 1e2 and -0 are numbers, but no integers as we take them.
bool is_integer_text(std::string_view text) {
  const auto digits = text.starts_with('-') ? text.substr(1) : text;
  return text != "-0" && !digits.empty() &&
         std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
}

void write(JsonWriter& out, const JsonValue& value) {
  switch (value.kind) {
    case Kind::absent:
    case Kind::null:
      out.null();
      break;
    case Kind::boolean:
      out.value(value.flag);
      break;
    case Kind::number:
      out.raw(value.text);
      break;
    case Kind::text:
      out.value(value.text);
      break;
    case Kind::array:
      out.begin_array();
      for (const auto& item : value.items) write(out, item);
      out.end_array();
      break;
    case Kind::object:
      out.begin_object();
      for (const auto& member : value.members) write(out.key(member.name), member.value);
      out.end_object();
      break;
  }
}

}  // namespace

struct JsonReader::Node {
  std::shared_ptr<Document> document;
  JsonValue* value;
  std::string pointer;

  // Marks the member as asked for.
  JsonValue* ask(std::string_view name) const;
  // As ask; nothing where absent or null (a fault where required) or of another kind (a fault).
  JsonValue* want(std::string_view name, Kind kind, Need need) const;
  void fault(std::string pointer_of, std::string_view code, std::map<std::string, std::string> params = {}) const;
  bool text_is_good(const std::string& text, const std::string& where, std::size_t max, Need need) const;
};

JsonValue* JsonReader::Node::ask(std::string_view name) const {
  for (auto& member : value->members) {
    if (member.name != name) continue;
    member.asked = true;
    return &member.value;
  }
  return nullptr;
}

JsonValue* JsonReader::Node::want(std::string_view name, Kind kind, Need need) const {
  auto* found = ask(name);
  if (!found || found->kind == Kind::null) {
    if (need == required) fault(below(pointer, name), "required");
    return nullptr;
  }
  if (found->kind == kind) return found;
  fault(below(pointer, name), "wrong-type");
  return nullptr;
}

void JsonReader::Node::fault(std::string pointer_of, std::string_view code,
                             std::map<std::string, std::string> params) const {
  record(*document, {std::move(pointer_of), std::string{code}, std::move(params)});
}

bool JsonReader::Node::text_is_good(const std::string& text, const std::string& where, std::size_t max,
                                    Need need) const {
  const auto bad = find_text_fault(text, max, need == required);
  if (!bad) return true;
  std::map<std::string, std::string> params;
  if (*bad == TextFault::too_long) params["max"] = std::to_string(max);
  fault(where, code_of(*bad), std::move(params));
  return false;
}

JsonReader::JsonReader(std::unique_ptr<Node> node) : node_{std::move(node)} {
  node_->value->opened = true;
}
JsonReader::JsonReader(JsonReader&&) noexcept = default;
JsonReader& JsonReader::operator=(JsonReader&&) noexcept = default;
JsonReader::~JsonReader() = default;

Result<JsonReader> JsonReader::parse(std::string_view body) {
  auto root = parse_json(body);
  if (!root)
    return fail(problems::kMalformedJson,
                {{root.error().pointer, root.error().code, {{"max", std::to_string(limits::kMaxJsonDepth)}}}});
  if (root->kind != Kind::object) return fail(nrm::problems::kInvalid, {{"", "wrong-type", {}}});
  auto document = std::make_shared<Document>(Document{std::move(*root), {}});
  auto* value = &document->root;
  return JsonReader{std::make_unique<Node>(Node{std::move(document), value, ""})};
}

Result<JsonReader> JsonReader::parse(const Request& request) {
  return parse(std::string_view{request.body});
}

bool JsonReader::has(std::string_view name) const {
  const auto* found = node_->ask(name);
  return found && found->kind != Kind::null;
}

JsonReader::Kind JsonReader::kind(std::string_view name) const {
  const auto* member = node_->value->find(name);
  return member ? member->value.kind : Kind::absent;
}

std::string JsonReader::raw(std::string_view name) {
  const auto* found = node_->ask(name);
  if (!found) return {};
  JsonWriter out;
  write(out, *found);
  return out.take();
}

std::string JsonReader::text_up_to(std::string_view name, std::size_t max_code_points, Need need) {
  const auto* found = node_->want(name, Kind::text, need);
  if (!found || !node_->text_is_good(found->text, below(node_->pointer, name), max_code_points, need)) return {};
  return found->text;
}

std::string JsonReader::code(std::string_view name, const std::vector<std::string>& allowed, Need need) {
  const auto* found = node_->want(name, Kind::text, need);
  if (!found) return {};
  if (std::find(allowed.begin(), allowed.end(), found->text) != allowed.end()) return found->text;
  add_fault(name, "not-in-list");
  return {};
}

std::int64_t JsonReader::integer(std::string_view name, std::int64_t min, std::int64_t max, Need need) {
  const auto* found = node_->want(name, Kind::number, need);
  if (!found) return 0;
  if (!is_integer_text(found->text)) {
    add_fault(name, "wrong-type");
    return 0;
  }
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(found->text.data(), found->text.data() + found->text.size(), number);
  if (error == std::errc{} && number >= min && number <= max) return number;
  add_fault(name, "out-of-range", {{"min", std::to_string(min)}, {"max", std::to_string(max)}});
  return 0;
}

bool JsonReader::boolean(std::string_view name, Need need) {
  const auto* found = node_->want(name, Kind::boolean, need);
  return found && found->flag;
}

std::optional<Date> JsonReader::date(std::string_view name, Need need) {
  const auto* found = node_->want(name, Kind::text, need);
  if (!found) return std::nullopt;
  auto parsed = parse_iso_date(found->text);
  if (!parsed) add_fault(name, "not-a-date");
  return parsed;
}

std::optional<UtcTime> JsonReader::time(std::string_view name, Need need) {
  const auto* found = node_->want(name, Kind::text, need);
  if (!found) return std::nullopt;
  auto parsed = parse_rfc3339(found->text);
  if (!parsed) add_fault(name, "not-a-time");
  return parsed;
}

std::vector<std::string> JsonReader::codes(std::string_view name, const std::vector<std::string>& allowed,
                                           std::size_t max_count, Need need) {
  constexpr std::size_t kLongestCode = 200;
  auto found = texts(name, kLongestCode, max_count, need);
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (std::find(allowed.begin(), allowed.end(), found[i]) != allowed.end()) continue;
    node_->fault(below(below(node_->pointer, name), std::to_string(i)), "not-in-list");
  }
  return found;
}

std::vector<std::string> JsonReader::texts(std::string_view name, std::size_t max_code_points, std::size_t max_count,
                                           Need need) {
  const auto* list = node_->want(name, Kind::array, need);
  if (!list) return {};
  if (need == required && list->items.empty()) add_fault(name, "required");
  if (list->items.size() > max_count) {
    add_fault(name, "too-many", {{"max", std::to_string(max_count)}});
    return {};
  }
  std::vector<std::string> out;
  for (std::size_t i = 0; i < list->items.size(); ++i) {
    const auto& item = list->items[i];
    const auto where = below(below(node_->pointer, name), std::to_string(i));
    if (item.kind != Kind::text) node_->fault(where, "wrong-type");
    if (item.kind == Kind::text) node_->text_is_good(item.text, where, max_code_points, required);
    out.push_back(item.text);
  }
  return out;
}

std::optional<JsonReader> JsonReader::object(std::string_view name, Need need) {
  auto* found = node_->want(name, Kind::object, need);
  if (!found) return std::nullopt;
  return JsonReader{std::make_unique<Node>(Node{node_->document, found, below(node_->pointer, name)})};
}

std::vector<JsonReader> JsonReader::objects(std::string_view name, std::size_t max_count, Need need) {
  auto* list = node_->want(name, Kind::array, need);
  if (!list) return {};
  if (need == required && list->items.empty()) add_fault(name, "required");
  if (list->items.size() > max_count) {
    add_fault(name, "too-many", {{"max", std::to_string(max_count)}});
    return {};
  }
  std::vector<JsonReader> readers;
  for (std::size_t i = 0; i < list->items.size(); ++i) {
    auto where = below(below(node_->pointer, name), std::to_string(i));
    if (list->items[i].kind != Kind::object) {
      node_->fault(std::move(where), "wrong-type");
      continue;
    }
    readers.push_back(JsonReader{std::make_unique<Node>(Node{node_->document, &list->items[i], std::move(where)})});
  }
  return readers;
}

std::vector<std::string> JsonReader::names() const {
  std::vector<std::string> out;
  for (const auto& member : node_->value->members) out.push_back(member.name);
  return out;
}

void JsonReader::add_fault(std::string_view name, std::string_view code, std::map<std::string, std::string> params) {
  node_->fault(below(node_->pointer, name), code, std::move(params));
}

bool JsonReader::ok() const {
  return node_->document->faults.empty();
}

std::optional<Problem> JsonReader::finish() {
  record_unknown(*node_->document, *node_->value, node_->pointer);
  if (ok()) return std::nullopt;
  return Problem{nrm::problems::kInvalid, node_->document->faults};
}

Result<void> expect_nothing_in(std::string_view body) {
  if (body.empty()) return {};
  auto in = JsonReader::parse(body);
  if (!in) return tl::unexpected(in.error());
  if (auto bad = in->finish()) return tl::unexpected(std::move(*bad));
  return {};
}

}  // namespace nrm::http
