#include <fmt/format.h>

#include "admission.hpp"
#include "json_text.hpp"
#include "stored_values.hpp"

namespace nrm::casefile {

Result<std::string> export_case_values(log::Act& act, const access::Permit& permit, const CaseId& id) {
  const auto facts = admit(act, permit, id);
  if (!facts) return tl::unexpected(facts.error());
  CaseKeys keys{act, permit, id};
  std::string out;
  for (const auto kind : access::kCompartments) {
    if (!keys.held(kind)) continue;
    const auto values = open_newest(act, keys, id, kind);
    if (!values) return tl::unexpected(values.error());
    for (const auto& [name, value] : *values)
      if (find_field(name) != nullptr)
        out += fmt::format("{{\"case\":{},\"reference\":{},\"field\":{},\"value\":{}}}\n", json_string(id.text()),
                           json_string(facts->reference), json_string(name), json_string(value.value.reveal()));
  }
  return out;
}

Result<ExportedValue> parse_exported_line(std::string_view line) {
  const auto json = parse_json(line);
  const auto* object = json ? json->object() : nullptr;
  if (object == nullptr) return fail(nrm::problems::kInvalid, {{"", "wrong-type", {}}});
  ExportedValue out{member_text(*object, "reference"), member_text(*object, "field"),
                    Personal{member_text(*object, "value")}};
  std::vector<FieldProblem> faults;
  for (const auto& [name, value] : *object)
    if (name != "case" && name != "reference" && name != "field" && name != "value")
      faults.push_back({"/" + name, "unknown", {}});
  if (out.reference.empty()) faults.push_back({"/reference", "required", {}});
  if (find_field(out.field) == nullptr) faults.push_back({"/field", "unknown", {}});
  if (!faults.empty()) return fail(nrm::problems::kInvalid, std::move(faults));
  return out;
}

}  // namespace nrm::casefile
