#include "write_values.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "admission.hpp"
#include "nrm/casefile/life.hpp"

namespace nrm::casefile {
namespace {

void check_field(const access::Permit& permit, const std::string& name, std::vector<FieldProblem>& faults) {
  const auto* field = find_field(name);
  if (field == nullptr)
    faults.push_back({kValuesPointer + name, "unknown", {}});
  else if (!entitled(permit, field->compartment))
    faults.push_back({kValuesPointer + name, "not-yours", {}});
}

// Values that rules compare with each other; the stored ones count where the change does not name them.
Result<Values> compared_values(log::Act& act, CaseKeys& keys, const CaseId& id, const Values& values,
                               const std::vector<std::string>& cleared) {
  Values out = values;
  for (const auto* name : {"identity.birth-date", "identity.citizenships", "identity.stateless", "casework.age-class",
                           "casework.detection-month", "casework.detection-date"}) {
    const auto kind = find_field(name)->compartment;
    if (out.contains(name) || std::ranges::find(cleared, name) != cleared.end() || !keys.held(kind)) continue;
    const auto stored = open_newest(act, keys, id, kind, std::string{name});
    if (!stored) return tl::unexpected(stored.error());
    if (const auto at = stored->find(name); at != stored->end()) out.emplace(name, at->second.value);
  }
  return out;
}

Result<void> move_version(log::Act& act, const CaseFacts& facts) {
  const auto moved = act.run("UPDATE case_file SET version = version + 1 WHERE id = $id AND version = $version",
                             {{"id", facts.id}, {"version", facts.version}});
  if (moved != 1) return fail(nrm::problems::kStale);
  return {};
}

// The month is what lists and figures show; a full date says it too. What counts is what the case holds afterwards.
Change with_detection_month(Change change, const Values& after) {
  if (!change.contains("casework.detection-month") && !change.contains("casework.detection-date")) return change;
  std::optional<std::string_view> month;
  if (const auto at = after.find("casework.detection-month"); at != after.end()) month = at->second.reveal();
  if (const auto at = after.find("casework.detection-date"); at != after.end())
    month = std::string_view{at->second.reveal()}.substr(0, 7);
  change.insert_or_assign("casework.detection-month", month);
  return change;
}

// What a joint team was not given is not its to write.
std::vector<FieldProblem> find_withheld(CaseKeys& keys, const Values& values, const std::vector<std::string>& cleared) {
  std::vector<FieldProblem> faults;
  const auto check = [&](const std::string& name) {
    if (!keys.held(find_field(name)->compartment)) faults.push_back({kValuesPointer + name, "not-yours", {}});
  };
  for (const auto& [name, value] : values) check(name);
  for (const auto& name : cleared) check(name);
  return faults;
}

void follow_age_class(log::Act& act, const CaseId& id, const Change& change) {
  const auto at = change.find("casework.age-class");
  if (at != change.end() && at->second) close_task(act, id, "decide-age-class");
}

}  // namespace

std::vector<FieldProblem> find_faults(const access::Permit& permit, const Values& values,
                                      const std::vector<std::string>& cleared, Date today) {
  std::vector<FieldProblem> faults;
  for (const auto& [name, value] : values) {
    check_field(permit, name, faults);
    const auto* field = find_field(name);
    if (field == nullptr) continue;
    if (auto bad = find_value_fault(*field, value.reveal(), kValuesPointer + name, today))
      faults.push_back(std::move(*bad));
  }
  for (const auto& name : cleared) check_field(permit, name, faults);
  return faults;
}

Result<void> store_change(log::Act& act, const access::Permit& permit, CaseKeys& keys, const CaseId& id,
                          const Values& values, const std::vector<std::string>& cleared, Date today) {
  const auto compared = compared_values(act, keys, id, values, cleared);
  if (!compared) return tl::unexpected(compared.error());
  auto faults = find_contradictions(*compared, "/values", today);
  if (!faults.empty()) return fail(nrm::problems::kInvalid, std::move(faults));
  Change change;
  for (const auto& [name, value] : values) change.emplace(name, value.reveal());
  for (const auto& name : cleared) change.emplace(name, std::nullopt);
  for (const auto& [name, value] : change) {
    auto added = add_version(act, permit, keys, id, find_field(name)->compartment, name, value);
    if (!added) return added;
  }
  const auto shown = with_detection_month(change, *compared);
  for (const auto update : {&update_card, &update_name_forms}) {
    auto updated = update(act, permit, keys, id, shown);
    if (!updated) return updated;
  }
  if (auto updated = update_statistics(act, permit, keys, id, shown, today); !updated) return updated;
  follow_age_class(act, id, change);
  return {};
}

Result<std::int64_t> write_versions(log::Act& act, const access::Permit& permit, const CaseId& id, const Values& values,
                                    const WriteOptions& options) {
  const auto facts = admit(act, permit, id);
  if (!facts) return tl::unexpected(facts.error());
  if (const auto bad = why_read_only(act.writer(), id)) return tl::unexpected(*bad);
  if (options.expected_version && *options.expected_version != facts->version) return fail(nrm::problems::kStale);
  auto faults = find_faults(permit, values, options.cleared, options.today);
  if (!faults.empty()) return fail(nrm::problems::kInvalid, std::move(faults));
  CaseKeys keys{act, permit, id};
  if (auto withheld = find_withheld(keys, values, options.cleared); !withheld.empty())
    return fail(nrm::problems::kInvalid, std::move(withheld));
  const auto stored = store_change(act, permit, keys, id, values, options.cleared, options.today);
  if (!stored) return tl::unexpected(stored.error());
  if (const auto moved = move_version(act, *facts); !moved) return tl::unexpected(moved.error());
  act.react(kValuesWritten, id.text());
  return facts->version + 1;
}

}  // namespace nrm::casefile
