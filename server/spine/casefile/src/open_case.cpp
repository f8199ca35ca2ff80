#include <array>

#include <fmt/format.h>

#include "nrm/casefile/pathway_state.hpp"
#include "nrm/kernel/reference.hpp"
#include "seals.hpp"
#include "write_values.hpp"

namespace nrm::casefile {
namespace {

constexpr std::chrono::hours kAgeClassDue{24};  // where the pack has no clock of that name

struct Group {
  std::optional<std::string> id;
};

// The group's id is random and tells nothing; the first case gets it when the second is found with it.
Result<Group> join_group(log::Act& act, const access::Permit& permit, const std::optional<CaseId>& found_with) {
  if (!found_with) return Group{};
  const auto other = own_case(act, permit, *found_with);
  if (!other) return fail(nrm::problems::kInvalid, {{"/found_with", "unknown", {}}});
  if (other->group) return Group{other->group};
  const auto made = to_text(make_uuid_v4(act.random()));
  act.run("UPDATE case_file SET group_id = $group WHERE id = $id", {{"group", made}, {"id", other->id}});
  return Group{made};
}

// True of everybody who is found together: where, when, by whom, and what language is spoken.
constexpr std::array kSharedFacts{"casework.detection-date", "casework.detection-month", "casework.detection-place",
                                  "casework.detected-by",    "casework.detection-body",  "casework.detection-channel",
                                  "casework.how-came",       "casework.languages",       "casework.interpreter"};

Result<Values> with_shared_facts(log::Act& act, const access::Permit& permit, const NewCase& input) {
  auto out = input.values;
  if (!input.share_facts || !input.found_with) return out;
  CaseKeys keys{act, permit, *input.found_with};
  auto stored = open_newest(act, keys, *input.found_with, Compartment::casework);
  if (!stored) return tl::unexpected(stored.error());
  const bool dated = out.contains("casework.detection-date") || out.contains("casework.detection-month");
  for (const std::string_view name : kSharedFacts)
    if (dated && (name == "casework.detection-date" || name == "casework.detection-month"))
      continue;  // what is said of her alone is not mixed with the other's
    else if (const auto at = stored->find(std::string{name}); at != stored->end())
      out.emplace(name, at->second.value);
  act.note("shared-facts-of", input.found_with->text());
  return out;
}

std::string free_reference(log::Act& act, std::string_view prefix) {
  for (;;) {
    auto reference = make_reference(prefix, act.random());
    if (!act.query_one("SELECT id FROM case_file WHERE reference = $reference", {{"reference", reference}}))
      return reference;
  }
}

void insert_case(log::Act& act, const access::Permit& permit, const OpenedCase& opened, const NewCase& input,
                 const Group& group) {
  act.run(
      "INSERT INTO case_file (id, team, reference, opened_at, opened_by, keeper, identification_state, "
      "assistance_state, pathway_version, group_id, basis_missing, version, next_due) VALUES ($id, $team, $reference, "
      "$opened_at, $member, $member, $identification, $assistance, $pathway, $group, $missing, 1, NULL)",
      {{"id", opened.id},
       {"team", permit.session().team},
       {"reference", opened.reference},
       {"opened_at", act.now()},
       {"member", permit.session().member},
       {"identification", input.identification_state},
       {"assistance", input.assistance_state},
       {"pathway", input.pathway_version},
       {"group", group.id},
       {"missing", input.basis_missing}});
}

Result<void> make_log_key(log::Act& act, const access::Permit& permit, const CaseId& id) {
  const auto seed = log::create_case_log_key(act, id);
  const auto& session = permit.session();
  const auto sealed = give_seal(act, permit, {"case-log", id.text(), Compartment::casework, 1}, seed, HolderKind::team,
                                session.team, std::nullopt);
  if (!sealed) return tl::unexpected(sealed.error());
  if (const auto office = log::organisation_log_key(act.writer(), session.organisation))
    give_log_seal(act, permit, id, seed, session.organisation, *office);
  return {};
}

Result<void> make_keys(const access::Permit& permit, CaseKeys& keys) {
  for (const auto kind : access::kCompartments) {
    if (!entitled(permit, kind)) continue;
    const auto made = keys.newest_or_made(kind);
    if (!made) return tl::unexpected(made.error());
  }
  return {};
}

void open_first_tasks(log::Act& act, const CaseId& id, const NewCase& input) {
  if (!input.values.contains("casework.age-class"))
    open_task(act, id, "decide-age-class", input.age_class_due.value_or(act.now() + kAgeClassDue));
  if (input.basis_missing) open_task(act, id, "record-basis", std::nullopt);
}

}  // namespace

Result<OpenedCase> open_case(log::Act& act, const access::Permit& permit, const NewCase& given) {
  const auto group = join_group(act, permit, given.found_with);
  if (!group) return tl::unexpected(group.error());
  if (!entitled(permit, Compartment::casework)) return fail(nrm::problems::kNotFound);
  const auto values = with_shared_facts(act, permit, given);
  if (!values) return tl::unexpected(values.error());
  NewCase input = given;
  input.values = *values;
  auto faults = find_faults(permit, input.values, {}, input.today);
  if (!faults.empty()) return fail(nrm::problems::kInvalid, std::move(faults));
  const OpenedCase opened{CaseId::v7(act.clock(), act.random()), free_reference(act, input.reference_prefix), 1};
  act.set_subject({opened.id, permit.session().organisation, opened.id.text()});
  insert_case(act, permit, opened, input, *group);
  CaseKeys keys{act, permit, opened.id};
  if (const auto made = make_keys(permit, keys); !made) return tl::unexpected(made.error());
  if (const auto made = make_log_key(act, permit, opened.id); !made) return tl::unexpected(made.error());
  if (const auto row = make_statistics_row(act, permit, keys, opened.id, input.today); !row)
    return tl::unexpected(row.error());
  if (const auto stored = store_change(act, permit, keys, opened.id, input.values, {}, input.today); !stored)
    return tl::unexpected(stored.error());
  open_first_tasks(act, opened.id, input);
  act.react(kCaseOpened, opened.id.text());
  return opened;
}

}  // namespace nrm::casefile
