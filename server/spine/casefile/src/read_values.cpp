#include <algorithm>

#include "admission.hpp"
#include "begin_opening.hpp"
#include "nrm/access/decide.hpp"
#include "nrm/casefile/sealing.hpp"
#include "stored_values.hpp"

namespace nrm::casefile {
namespace {

// Fields of the list only: what modules keep for themselves is not shown.
void keep_listed(WrittenValues& values) {
  std::erase_if(values, [](const auto& entry) { return find_field(entry.first) == nullptr; });
}

}  // namespace

Result<WrittenValues> open_compartment(log::Act& act, const access::Permit& permit, const CaseId& id,
                                       Compartment kind) {
  if (const auto begun = begin_opening(act, permit, id, kind); !begun) return tl::unexpected(begun.error());
  CaseKeys keys{act, permit, id};
  auto values = open_newest(act, keys, id, kind);
  if (values) keep_listed(*values);
  return values;
}

Result<Values> read_compartment(log::Act& act, const access::Permit& permit, const CaseId& id, Compartment kind) {
  const auto written = open_compartment(act, permit, id, kind);
  if (!written) return tl::unexpected(written.error());
  Values out;
  for (const auto& [name, value] : *written) out.emplace(name, value.value);
  return out;
}

Result<Values> read_fields(log::Act& act, const access::Permit& permit, const CaseId& id,
                           const std::vector<std::string>& names) {
  if (!own_case(act, permit, id)) return fail(nrm::problems::kNotFound);
  CaseKeys keys{act, permit, id};
  Values out;
  for (const auto& name : names) {
    const auto* field = find_field(name);
    if (field == nullptr) return fail(nrm::problems::kInvalid, {{"/fields", "unknown", {}}});
    if (const auto admitted = admit(act, permit, id, field->compartment); !admitted)
      return tl::unexpected(admitted.error());
    const auto values = open_newest(act, keys, id, field->compartment, name);
    if (!values) return tl::unexpected(values.error());
    if (const auto at = values->find(name); at != values->end()) out.emplace(name, at->second.value);
  }
  act.note("fields", std::to_string(out.size()));
  return out;
}

Result<void> keep_note(log::Act& act, const access::Permit& permit, const CaseId& id, Compartment kind,
                       const std::string& field, std::string_view text) {
  CaseKeys keys{act, permit, id};
  if (!own_case(act, permit, id) || !keys.held(kind)) return fail(nrm::problems::kNotFound);
  return add_version(act, permit, keys, id, kind, field, text);
}

Result<Personal<std::string>> read_note(log::Act& act, const access::Permit& permit, const CaseId& id, Compartment kind,
                                        const std::string& field) {
  if (const auto admitted = admit(act, permit, id, kind); !admitted) return tl::unexpected(admitted.error());
  return read_watch_note(act, permit, id, kind, field);
}

Result<Personal<std::string>> read_watch_note(log::Act& act, const access::Permit& permit, const CaseId& id,
                                              Compartment kind, const std::string& field) {
  CaseKeys keys{act, permit, id};
  if (!own_case(act, permit, id) || !keys.held(kind)) return fail(nrm::problems::kNotFound);
  const auto values = open_newest(act, keys, id, kind, field);
  if (!values) return tl::unexpected(values.error());
  const auto at = values->find(field);
  if (at == values->end()) return fail(nrm::problems::kNotFound);
  return at->second.value;
}

}  // namespace nrm::casefile
