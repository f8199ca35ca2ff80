#include "admission.hpp"
#include "nrm/casefile/openings.hpp"
#include "nrm/casefile/overview.hpp"
#include "stored_values.hpp"

namespace nrm::casefile {

std::vector<CompartmentView> compartments_of_case(log::Act& act, const access::Permit& permit, const CaseId& id) {
  std::map<Compartment, std::int64_t> counts;
  for (const auto& name : fields_present(act.writer(), id)) ++counts[find_field(name)->compartment];
  std::vector<CompartmentView> out;
  CaseKeys keys{act, permit, id};
  for (const auto kind : access::kCompartments) out.push_back({kind, keys.held(kind), counts[kind]});
  return out;
}

Result<std::optional<Personal<std::string>>> safe_contact(log::Act& act, const access::Permit& permit,
                                                          const CaseId& id) {
  const auto facts = own_case(act, permit, id);
  if (!facts) return fail(nrm::problems::kNotFound);
  act.react(kCaseViewed, id.text());
  if (is_kept_from(act.writer(), *facts, permit.session())) return std::optional<Personal<std::string>>{};
  const std::string field{"whereabouts.safe-contact"};
  CaseKeys keys{act, permit, id};
  if (!keys.held(Compartment::whereabouts)) return std::optional<Personal<std::string>>{};
  const auto values = open_newest(act, keys, id, Compartment::whereabouts, field);
  if (!values) return tl::unexpected(values.error());
  const auto at = values->find(field);
  if (at != values->end()) note_reader(act, permit.session(), {Compartment::whereabouts});
  return at == values->end() ? std::optional<Personal<std::string>>{} : std::optional{at->second.value};
}

Result<Key32> open_case_log_key(log::Act& act, const access::Permit& permit, const CaseId& id) {
  if (const auto admitted = admit(act, permit, id); !admitted) return tl::unexpected(admitted.error());
  return open_seal(act, permit, {"case-log", id.text(), Compartment::casework, 1});
}

}  // namespace nrm::casefile
