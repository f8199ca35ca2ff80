#include <algorithm>

#include <fmt/format.h>

#include "json_text.hpp"
#include "nrm/casefile/field.hpp"
#include "nrm/kernel/text.hpp"
#include "person_facts.hpp"

namespace nrm::casefile {
namespace {

constexpr std::size_t kMaxNames = 10;  // more spellings than any passport fraud we heard of
constexpr std::size_t kMaxName = 300;  // the longest real names stay under a hundred
constexpr std::size_t kMaxCodes = 50;
constexpr std::size_t kMaxCode = 100;
constexpr std::size_t kMaxNever = 10;

using Fault = std::optional<FieldProblem>;
Fault fault(std::string pointer, std::string code) {
  return FieldProblem{std::move(pointer), std::move(code), {}};
}
Fault too_many(std::string pointer, std::size_t max) {
  return FieldProblem{std::move(pointer), "too-many", {{"max", std::to_string(max)}}};
}

Fault text_fault(std::string_view text, std::size_t max, const std::string& pointer) {
  const auto found = find_text_fault(text, max, false);
  if (!found) return std::nullopt;
  return FieldProblem{pointer, std::string{code_of(*found)}, {{"max", std::to_string(max)}}};
}

bool is_code(std::string_view text) {
  return !text.empty() && text.size() <= kMaxCode && std::ranges::all_of(text, [](char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9') ||
           letter == '-' || letter == '_' || letter == '.';
  });
}

// The lists that this program's own rules and figures rest on; all others are the pack's.
bool is_listed(std::string_view list, std::string_view code) {
  static const std::map<std::string_view, std::vector<std::string_view>> lists{
      {"how-came", {"own-detection", "referral", "self", "transfer"}}};
  const auto found = lists.find(list);
  return found == lists.end() || std::ranges::find(found->second, code) != found->second.end();
}

Fault check_codes(std::string_view list, std::string_view value, const std::string& pointer) {
  const auto json = parse_json(value);
  if (!json || json->array() == nullptr) return fault(pointer, "wrong-type");
  if (json->array()->size() > kMaxCodes) return too_many(pointer, kMaxCodes);
  std::vector<std::string> seen;
  for (const auto& item : *json->array()) {
    const auto at = pointer + "/" + std::to_string(seen.size());
    if (item.text() == nullptr) return fault(at, "wrong-type");
    if (!is_code(*item.text()) || !is_listed(list, *item.text())) return fault(at, "not-in-list");
    if (std::ranges::find(seen, *item.text()) != seen.end()) return fault(at, "contradicts");
    seen.push_back(*item.text());
  }
  return std::nullopt;
}

// Members of an object: allowed ones are texts with a limit.
struct TextMember {
  std::string_view name;
  std::size_t max;
  bool required = false;
};
Fault check_members(const JsonObject& object, const std::vector<TextMember>& members, const std::string& pointer,
                    const std::vector<std::string_view>& others = {}) {
  for (const auto& [name, value] : object) {
    const auto member = std::ranges::find(members, name, &TextMember::name);
    if (member == members.end()) {
      if (std::ranges::find(others, name) == others.end()) return fault(pointer + "/" + name, "unknown");
      continue;
    }
    if (value.text() == nullptr) return fault(pointer + "/" + name, "wrong-type");
    if (auto bad = text_fault(*value.text(), member->max, pointer + "/" + name)) return bad;
  }
  for (const auto& member : members)
    if (member.required && member_text(object, member.name).empty())
      return fault(pointer + "/" + std::string{member.name}, "required");
  return std::nullopt;
}

Fault check_one_of(const JsonObject& object, std::string_view name, const std::vector<std::string_view>& allowed,
                   const std::string& pointer) {
  const auto value = member_text(object, name);
  if (value.empty() || std::ranges::find(allowed, value) != allowed.end()) return std::nullopt;
  return fault(pointer + "/" + std::string{name}, "not-in-list");
}

Fault check_names(const JsonValue& json, const std::string& pointer) {
  const auto* forms = json.array();
  if (forms == nullptr) return fault(pointer, "wrong-type");
  if (forms->empty()) return fault(pointer, "required");
  if (forms->size() > kMaxNames) return too_many(pointer, kMaxNames);
  for (std::size_t i = 0; i < forms->size(); ++i) {
    const auto at = pointer + "/" + std::to_string(i);
    const auto* form = (*forms)[i].object();
    if (form == nullptr) return fault(at, "wrong-type");
    if (auto bad = check_members(*form, {{"name", kMaxName, true}, {"script", 32}, {"kind", 32, true}}, at)) return bad;
    if (auto bad = check_one_of(*form, "kind", {"given", "family", "also-known", "nickname", "as-written"}, at))
      return bad;
  }
  return std::nullopt;
}

Fault check_birth_date(const JsonValue& json, const std::string& pointer, Date today) {
  const auto* object = json.object();
  if (object == nullptr) return fault(pointer, "wrong-type");
  if (auto bad = check_members(*object, {{"value", 10, true}, {"precision", 16}, {"basis", 16, true}}, pointer))
    return bad;
  if (auto bad = check_one_of(*object, "basis", {"document", "stated", "estimated"}, pointer)) return bad;
  if (auto bad = check_one_of(*object, "precision", {"day", "month", "year", "approximate"}, pointer)) return bad;
  const auto value = member_text(*object, "value");
  const auto date = parse_partial_date(value);
  if (!date) return fault(pointer + "/value", "not-a-date");
  if (date->earliest > today) return fault(pointer + "/value", "in-the-future");
  const auto precision = member_text(*object, "precision");
  const std::string_view fits = value.size() == 4 ? "year" : value.size() == 7 ? "month" : "day";
  if (!precision.empty() && precision != "approximate" && precision != fits)
    return fault(pointer + "/precision", "contradicts");
  return std::nullopt;
}

Fault check_age_class(const JsonValue& json, const std::string& pointer) {
  const auto* object = json.object();
  if (object == nullptr) return fault(pointer, "wrong-type");
  if (auto bad = check_members(*object, {{"class", 16, true}, {"reason", 300}}, pointer)) return bad;
  return check_one_of(*object, "class", {"adult", "child", "may-be-a-child"}, pointer);
}

Fault check_never(const JsonValue& value, const std::string& pointer) {
  if (value.array() == nullptr) return fault(pointer, "wrong-type");
  if (value.array()->size() > kMaxNever) return too_many(pointer, kMaxNever);
  for (std::size_t i = 0; i < value.array()->size(); ++i) {
    const auto* text = (*value.array())[i].text();
    const auto at = pointer + "/" + std::to_string(i);
    if (text == nullptr) return fault(at, "wrong-type");
    if (auto bad = text_fault(*text, 300, at)) return bad;
  }
  return std::nullopt;
}

Fault check_safe_contact(const JsonValue& json, const std::string& pointer) {
  const auto* object = json.object();
  if (object == nullptr) return fault(pointer, "wrong-type");
  const std::vector<TextMember> texts{{"how", 500}, {"when", 500}, {"code_word", 100}};
  if (auto bad = check_members(*object, texts, pointer, {"never", "no_messages"})) return bad;
  if (const auto never = object->find("never"); never != object->end())
    if (auto bad = check_never(never->second, pointer + "/never")) return bad;
  if (const auto flag = object->find("no_messages"); flag != object->end() && flag->second.flag() == nullptr)
    return fault(pointer + "/no_messages", "wrong-type");
  return object->empty() ? fault(pointer, "required") : std::nullopt;
}

Fault check_json(std::string_view shape, std::string_view value, const std::string& pointer, Date today) {
  const auto json = parse_json(value);
  if (!json) return fault(pointer, "wrong-type");
  if (shape == "names") return check_names(*json, pointer);
  if (shape == "birth-date") return check_birth_date(*json, pointer, today);
  if (shape == "age-class") return check_age_class(*json, pointer);
  return check_safe_contact(*json, pointer);
}

bool is_number(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  return !text.empty() && std::ranges::all_of(text, [](char digit) { return digit >= '0' && digit <= '9'; });
}

}  // namespace

std::optional<FieldProblem> find_value_fault(const Field& field, std::string_view value, const std::string& pointer,
                                             Date today) {
  if (auto bad = text_fault(value, field.max_code_points, pointer)) return bad;
  const auto kind = field.kind;
  const auto list = kind.substr(std::min(kind.size(), kind.find(':') + 1));
  if (kind == "text") return std::nullopt;
  if (kind == "date") return parse_iso_date(value) ? std::nullopt : fault(pointer, "not-a-date");
  if (kind == "month")
    return value.size() == 7 && parse_partial_date(value) ? std::nullopt : fault(pointer, "not-a-date");
  if (kind == "number") return is_number(value) ? std::nullopt : fault(pointer, "wrong-type");
  if (kind == "flag") return value == "true" || value == "false" ? std::nullopt : fault(pointer, "wrong-type");
  if (kind.starts_with("codes:")) return check_codes(list, value, pointer);
  if (kind.starts_with("code:"))
    return is_code(value) && is_listed(list, value) ? std::nullopt : fault(pointer, "not-in-list");
  return check_json(list, value, pointer, today);
}

std::vector<FieldProblem> find_code_faults(const Values& values, const pathway::Pack& pack, std::string_view prefix) {
  std::vector<FieldProblem> out;
  for (const auto& [name, value] : values) {
    const auto* field = find_field(name);
    const bool one = field != nullptr && field->kind.starts_with("code:");
    if (field == nullptr || (!one && !field->kind.starts_with("codes:"))) continue;
    const auto list = field->kind.substr(field->kind.find(':') + 1);
    if (pack.find_list(list) == nullptr) continue;
    for (const auto& code : one ? std::vector{value.reveal()} : codes_of(value.reveal()))
      if (!pack.has_code(list, code)) out.push_back({fmt::format("{}/{}", prefix, name), "not-in-list", {}});
  }
  return out;
}

std::vector<FieldProblem> find_contradictions(const Values& values, std::string_view prefix, Date today) {
  std::vector<FieldProblem> out;
  const auto reveal = [&](const char* name) -> std::string {
    const auto at = values.find(name);
    return at == values.end() ? std::string{} : at->second.reveal();
  };
  const auto refuse = [&](std::string_view field, std::string code) {
    out.push_back({fmt::format("{}/{}", prefix, field), std::move(code), {}});
  };
  const auto birth = birth_date_of(reveal("identity.birth-date"));
  const auto age = reveal("casework.age-class");
  if (birth && !age.empty() && age_reason_of(age).empty()) {
    const bool surely_minor = years_between(birth->earliest, today) < 18;
    const bool surely_adult = years_between(birth->latest, today) >= 18;
    if ((age_class_of(age) == "adult" && surely_minor) || (age_class_of(age) != "adult" && surely_adult))
      refuse("casework.age-class", "contradicts");
  }
  if (const auto month = parse_partial_date(reveal("casework.detection-month"))) {
    if (month->earliest > today) refuse("casework.detection-month", "in-the-future");
    if (birth && month->latest < birth->earliest) refuse("casework.detection-month", "contradicts");
  }
  return out;
}

}  // namespace nrm::casefile
