#include <algorithm>

#include "faults.hpp"
#include "person_facts.hpp"

namespace nrm::casefile {
namespace {

bool is_number(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  return !text.empty() && std::ranges::all_of(text, [](char digit) { return digit >= '0' && digit <= '9'; });
}

bool is_flag(std::string_view text) {
  return text == "true" || text == "false";
}

// Asked, and still neither yes nor no. What was not asked has no value.
bool is_answer(std::string_view text) {
  return is_flag(text) || text == "not-known" || text == "prefers-not-to-say";
}

Fault plain_fault(std::string_view kind, std::string_view value, const std::string& pointer) {
  if (kind == "date") return parse_iso_date(value) ? std::nullopt : fault(pointer, "not-a-date");
  if (kind == "month")
    return value.size() == 7 && parse_partial_date(value) ? std::nullopt : fault(pointer, "not-a-date");
  const bool fits = kind == "number" ? is_number(value) : kind == "flag" ? is_flag(value) : is_answer(value);
  return fits ? std::nullopt : fault(pointer, "wrong-type");
}

}  // namespace

std::optional<FieldProblem> find_value_fault(const Field& field, std::string_view value, const std::string& pointer,
                                             Date today) {
  if (auto bad = text_fault(value, field.max_code_points, pointer)) return bad;
  const auto kind = field.kind;
  const auto colon = kind.find(':');
  if (kind == "text") return std::nullopt;
  if (colon == std::string_view::npos) return plain_fault(kind, value, pointer);
  const auto list = kind.substr(colon + 1);
  if (kind.starts_with("code:")) return code_fault(list, value, pointer);
  const auto json = parse_json(value);
  if (!json) return fault(pointer, "wrong-type");
  return kind.starts_with("codes:") ? codes_fault(list, *json, pointer) : shape_fault(list, *json, pointer, today);
}

}  // namespace nrm::casefile
