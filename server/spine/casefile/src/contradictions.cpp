// Faults that one value alone does not show: codes the pack lacks, and values that contradict each other.
#include <fmt/format.h>

#include "json_text.hpp"
#include "nrm/casefile/shape.hpp"
#include "person_facts.hpp"

namespace nrm::casefile {
namespace {

struct UsedCode {
  std::string_view list;
  std::string code;
  std::string pointer;
};

void add_codes(std::string_view kind, const JsonValue& value, const std::string& pointer, std::vector<UsedCode>& out) {
  const auto list = kind.substr(kind.find(':') + 1);
  if (kind.starts_with("code:") && value.text() != nullptr) out.push_back({list, *value.text(), pointer});
  if (!kind.starts_with("codes:") || value.array() == nullptr) return;
  for (const auto& item : *value.array())
    if (item.text() != nullptr) out.push_back({list, *item.text(), pointer});
}

void add_codes_of_object(const Shape& shape, const JsonValue& value, const std::string& pointer,
                         std::vector<UsedCode>& out) {
  if (value.object() == nullptr) return;
  for (const auto& member : shape.members)
    if (const auto at = value.object()->find(member.name); at != value.object()->end())
      add_codes(member.kind, at->second, fmt::format("{}/{}", pointer, member.name), out);
}

std::vector<UsedCode> codes_in(const Field& field, const std::string& value, const std::string& pointer) {
  std::vector<UsedCode> out;
  const auto* shape = shape_of(field);
  const auto json = field.kind.starts_with("code:") ? std::optional{JsonValue{value}} : parse_json(value);
  if (!json) return out;
  if (shape == nullptr) add_codes(field.kind, *json, pointer, out);
  if (shape != nullptr) add_codes_of_object(*shape, *json, pointer, out);
  if (shape != nullptr && json->array() != nullptr)
    for (std::size_t i = 0; i < json->array()->size(); ++i)
      add_codes_of_object(*shape, (*json->array())[i], fmt::format("{}/{}", pointer, i), out);
  return out;
}

class Comparison {
 public:
  Comparison(const Values& values, std::string_view prefix) : values_{values}, prefix_{prefix} {}

  std::string reveal(const char* name) const {
    const auto at = values_.find(name);
    return at == values_.end() ? std::string{} : at->second.reveal();
  }
  void refuse(std::string_view field, std::string code) {
    faults_.push_back({fmt::format("{}/{}", prefix_, field), std::move(code), {}});
  }
  std::vector<FieldProblem> take() { return std::move(faults_); }

 private:
  const Values& values_;
  std::string_view prefix_;
  std::vector<FieldProblem> faults_;
};

void compare_age(Comparison& in, const std::optional<BirthDate>& birth, Date today) {
  const auto age = in.reveal("casework.age-class");
  if (!birth || age.empty() || !age_reason_of(age).empty()) return;
  const bool surely_minor = years_between(birth->earliest, today) < 18;
  const bool surely_adult = years_between(birth->latest, today) >= 18;
  if ((age_class_of(age) == "adult" && surely_minor) || (age_class_of(age) != "adult" && surely_adult))
    in.refuse("casework.age-class", "contradicts");
}

void compare_detection(Comparison& in, const std::optional<BirthDate>& birth, Date today) {
  for (const auto* name : {"casework.detection-month", "casework.detection-date"}) {
    const auto detected = parse_partial_date(in.reveal(name));
    if (!detected) continue;
    if (detected->earliest > today) in.refuse(name, "in-the-future");
    if (birth && detected->latest < birth->earliest) in.refuse(name, "contradicts");
  }
  const auto month = in.reveal("casework.detection-month");
  const auto date = in.reveal("casework.detection-date");
  if (!month.empty() && !date.empty() && !date.starts_with(month)) in.refuse("casework.detection-month", "contradicts");
}

void compare_citizenship(Comparison& in) {
  if (in.reveal("identity.stateless") != "true") return;
  for (const auto& code : codes_of(in.reveal("identity.citizenships")))
    if (code != "none" && code != "unknown") return in.refuse("identity.stateless", "contradicts");
}

}  // namespace

std::vector<FieldProblem> find_code_faults(const Values& values, const pathway::Pack& pack, std::string_view prefix) {
  std::vector<FieldProblem> out;
  for (const auto& [name, value] : values) {
    const auto* field = find_field(name);
    if (field == nullptr) continue;
    for (const auto& used : codes_in(*field, value.reveal(), fmt::format("{}/{}", prefix, name)))
      if (pack.find_list(used.list) != nullptr && !pack.has_code(used.list, used.code))
        out.push_back({used.pointer, "not-in-list", {}});
  }
  return out;
}

std::vector<FieldProblem> find_contradictions(const Values& values, std::string_view prefix, Date today) {
  Comparison in{values, prefix};
  const auto birth = birth_date_of(in.reveal("identity.birth-date"));
  compare_age(in, birth, today);
  compare_detection(in, birth, today);
  compare_citizenship(in);
  return in.take();
}

}  // namespace nrm::casefile
