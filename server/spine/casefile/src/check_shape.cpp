#include <algorithm>

#include "faults.hpp"
#include "nrm/casefile/shape.hpp"
#include "nrm/kernel/id.hpp"
#include "person_facts.hpp"

namespace nrm::casefile {
namespace {

constexpr std::size_t kMaxAmountDigits = 15;  // in minor units: more than any court awarded, less than 2^53

Fault texts_fault(const JsonValue& value, std::size_t most, const std::string& pointer) {
  if (value.array() == nullptr) return fault(pointer, "wrong-type");
  if (value.array()->size() > kMaxTexts) return too_many(pointer, kMaxTexts);
  for (std::size_t i = 0; i < value.array()->size(); ++i) {
    const auto* text = (*value.array())[i].text();
    const auto at = pointer + "/" + std::to_string(i);
    if (text == nullptr) return fault(at, "wrong-type");
    if (auto bad = text_fault(*text, most, at)) return bad;
  }
  return std::nullopt;
}

bool is_amount(std::string_view text) {
  return !text.empty() && text.size() <= kMaxAmountDigits &&
         std::ranges::all_of(text, [](char digit) { return digit >= '0' && digit <= '9'; });
}

bool is_currency(std::string_view text) {
  return text.size() == 3 && std::ranges::all_of(text, [](char letter) { return letter >= 'A' && letter <= 'Z'; });
}

Fault money_fault(const JsonValue& value, const std::string& pointer) {
  const auto* money = value.object();
  if (money == nullptr) return fault(pointer, "wrong-type");
  for (const auto& [name, member] : *money) {
    if (name != "amount" && name != "currency" && name != "on") return fault(pointer + "/" + name, "unknown");
    if (member.text() == nullptr) return fault(pointer + "/" + name, "wrong-type");
  }
  for (const auto* name : {"amount", "currency"})
    if (!money->contains(name)) return fault(pointer + "/" + name, "required");
  if (!is_amount(member_text(*money, "amount"))) return fault(pointer + "/amount", "wrong-type");
  if (!is_currency(member_text(*money, "currency"))) return fault(pointer + "/currency", "not-in-list");
  if (money->contains("on") && !parse_iso_date(member_text(*money, "on"))) return fault(pointer + "/on", "not-a-date");
  return std::nullopt;
}

Fault member_fault(const Member& member, const JsonValue& value, const std::string& pointer) {
  const auto list = member.kind.substr(std::min(member.kind.size(), member.kind.find(':') + 1));
  if (member.kind == "flag") return value.flag() == nullptr ? fault(pointer, "wrong-type") : std::nullopt;
  if (member.kind == "texts") return texts_fault(value, member.most, pointer);
  if (member.kind == "money") return money_fault(value, pointer);
  if (member.kind.starts_with("codes:")) return codes_fault(list, value, pointer);
  if (value.text() == nullptr) return fault(pointer, "wrong-type");
  const auto& text = *value.text();
  if (text.empty() && member.required) return fault(pointer, "required");
  if (member.kind == "date") return parse_iso_date(text) ? std::nullopt : fault(pointer, "not-a-date");
  if (member.kind == "part-date") return parse_partial_date(text) ? std::nullopt : fault(pointer, "not-a-date");
  if (member.kind == "text") return text_fault(text, member.most, pointer);
  return code_fault(list, text, pointer);
}

Fault object_fault(const Shape& shape, const JsonValue& value, const std::string& pointer) {
  const auto* object = value.object();
  if (object == nullptr) return fault(pointer, "wrong-type");
  if (object->empty()) return fault(pointer, "required");
  for (const auto& [name, given] : *object) {
    const auto member = std::ranges::find(shape.members, name, &Member::name);
    if (member == shape.members.end()) return fault(pointer + "/" + name, "unknown");
    if (auto bad = member_fault(*member, given, pointer + "/" + name)) return bad;
  }
  for (const auto& member : shape.members)
    if (member.required && !object->contains(member.name))
      return fault(pointer + "/" + std::string{member.name}, "required");
  return std::nullopt;
}

Fault array_fault(const Shape& shape, const JsonValue& value, const std::string& pointer) {
  const auto* items = value.array();
  if (items == nullptr) return fault(pointer, "wrong-type");
  if (items->empty()) return fault(pointer, "required");
  if (items->size() > shape.most) return too_many(pointer, shape.most);
  for (std::size_t i = 0; i < items->size(); ++i)
    if (auto bad = object_fault(shape, (*items)[i], pointer + "/" + std::to_string(i))) return bad;
  return std::nullopt;
}

}  // namespace

Fault shape_fault(std::string_view name, const JsonValue& value, const std::string& pointer, Date today) {
  const auto* shape = find_shape(name);
  if (shape == nullptr) fail_bug("a field of a shape that is not in the list");
  const auto bad = shape->most == 0 ? object_fault(*shape, value, pointer) : array_fault(*shape, value, pointer);
  return bad ? bad : shape_rule_fault(name, value, pointer, today);
}

}  // namespace nrm::casefile
