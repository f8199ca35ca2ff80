#include "nrm/casefile/notes.hpp"

#include "admission.hpp"
#include "stored_values.hpp"

namespace nrm::casefile {

Result<void> keep_key(log::Act& act, const access::Permit& permit, const CaseId& id, Compartment kind,
                      const std::string& field, const Key32& key) {
  CaseKeys keys{act, permit, id};
  if (!own_case(act, permit, id) || !keys.held(kind)) return fail(nrm::problems::kNotFound);
  const auto bytes = key.expose();
  return add_version(act, permit, keys, id, kind, field,
                     std::string_view{reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

Result<Key32> read_key(log::Act& act, const access::Permit& permit, const CaseId& id, Compartment kind,
                       const std::string& field) {
  CaseKeys keys{act, permit, id};
  if (const auto admitted = admit(act, permit, id, kind); !admitted) return tl::unexpected(admitted.error());
  auto values = open_newest(act, keys, id, kind, field);
  if (!values) return tl::unexpected(values.error());
  const auto at = values->find(field);
  if (at == values->end()) return fail(nrm::problems::kNotFound);
  const auto& opened = at->second.value.reveal();
  const auto key = Key32::copy_of(view_of(opened));
  // The map dies here and nobody else has seen it: what it holds is a key, and is wiped like one.
  wipe(const_cast<char*>(opened.data()), opened.size());
  if (!key) return fail(nrm::problems::kNotFound);
  return *key;
}

Result<Values> read_notes(log::Act& act, const access::Permit& permit, const CaseId& id, Compartment kind,
                          const std::vector<std::string>& fields) {
  CaseKeys keys{act, permit, id};
  if (const auto admitted = admit(act, permit, id, kind); !admitted) return tl::unexpected(admitted.error());
  Values out;
  for (const auto& field : fields) {
    const auto values = open_newest(act, keys, id, kind, field);
    if (!values && values.error().type != nrm::problems::kNotFound) return tl::unexpected(values.error());
    const auto at = values ? values->find(field) : WrittenValues::const_iterator{};
    if (values && at != values->end()) out.emplace(field, at->second.value);
  }
  return out;
}

void forget_note(log::Act& act, const CaseId& id, Compartment kind, const std::string& field) {
  const auto gone =
      act.run("DELETE FROM sealed_value WHERE case_id = $case_id AND compartment = $compartment AND field = $field",
              {{"case_id", id}, {"compartment", access::name_of(kind)}, {"field", field}});
  act.note("forgotten:" + field, std::to_string(gone));
}

}  // namespace nrm::casefile
