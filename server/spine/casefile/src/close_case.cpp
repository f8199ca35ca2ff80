#include <algorithm>

#include "life_rows.hpp"
#include "nrm/casefile/overview.hpp"
#include "nrm/casefile/rekey.hpp"
#include "nrm/casefile/sealing.hpp"
#include "stored_values.hpp"

namespace nrm::casefile {
namespace {

constexpr std::string_view kClosureField = "casework.closure";

// New keys are owed to the closed case too.
void end_tasks(log::Act& act, const CaseId& id) {
  act.run("UPDATE case_task SET state = 'dropped' WHERE case_id = $id AND state = 'open' AND kind <> $kept",
          {{"id", id}, {"kept", kRekeyTask}});
}

void close_one(log::Act& act, const access::Permit& permit, const CaseId& id, const std::string& final_state,
               const std::optional<CaseId>& with) {
  act.run(
      "UPDATE case_file SET closed_at = $now, closed_by = $member, closed_with = $with, state_before_closure = "
      "assistance_state, assistance_state = CASE WHEN $final = '' THEN assistance_state ELSE $final END, version = "
      "version + 1 WHERE id = $id",
      {{"now", act.now()}, {"member", permit.session().member}, {"with", with}, {"final", final_state}, {"id", id}});
  end_tasks(act, id);
  act.react(kCaseClosed, id.text());
}

void reopen_one(log::Act& act, const CaseId& id) {
  act.run(
      "UPDATE case_file SET closed_at = NULL, closed_by = NULL, closed_with = NULL, assistance_state = "
      "COALESCE(state_before_closure, assistance_state), state_before_closure = NULL, version = version + 1 WHERE id = "
      "$id",
      {{"id", id}});
  act.run("UPDATE case_task SET state = 'open' WHERE case_id = $id AND state = 'dropped'", {{"id", id}});
  refresh_next_due(act, id);
  act.react(kCaseReopened, id.text());
}

}  // namespace

Result<CaseFacts> held_alone(log::Act& act, const access::Permit& permit, const CaseId& id) {
  const auto facts = find_case(act.writer(), id);
  if (!facts || facts->team != permit.session().team) return fail(nrm::problems::kNotFound);
  return *facts;
}

Result<void> close_case(log::Act& act, const access::Permit& permit, const CaseId& id, const Closure& closure,
                        const std::string& final_state) {
  if (const auto facts = held_alone(act, permit, id); !facts) return tl::unexpected(facts.error());
  if (const auto bad = why_read_only(act.writer(), id)) return tl::unexpected(*bad);
  const auto kept = keep_note(act, permit, id, Compartment::casework, std::string{kClosureField},
                              to_json_text({{"reason", closure.reason}, {"note", closure.note}}));
  if (!kept) return kept;
  for (const auto& each : with_absorbed(act.writer(), id)) {
    const bool self = each == id;
    if (!self && life_of(act.writer(), each)->closed_at) continue;
    close_one(act, permit, each, final_state, self ? std::nullopt : std::optional{id});
  }
  refresh_next_due(act, id);
  return {};
}

Result<void> reopen_case(log::Act& act, const access::Permit& permit, const CaseId& id) {
  if (const auto facts = held_alone(act, permit, id); !facts) return tl::unexpected(facts.error());
  const auto life = *life_of(act.writer(), id);
  if (life.merged_into) return fail(problems::kMerged);
  if (life.error_marked_at) return fail(problems::kOpenedInError);
  if (!life.closed_at) return fail(problems::kNotClosed);
  for (const auto& row : act.query("SELECT id FROM case_file WHERE closed_with = $id ORDER BY id", {{"id", id}}))
    reopen_one(act, row.id<CaseId>("id"));
  reopen_one(act, id);
  return {};
}

Result<std::optional<Personal<Closure>>> closure_of(log::Act& act, const access::Permit& permit, const CaseId& id) {
  using Out = std::optional<Personal<Closure>>;
  CaseKeys keys{act, permit, id};
  if (!own_case(act, permit, id)) return fail(nrm::problems::kNotFound);
  if (!keys.held(Compartment::casework)) return Out{};
  const std::string field{kClosureField};
  const auto values = open_newest(act, keys, id, Compartment::casework, field);
  if (!values) return tl::unexpected(values.error());
  const auto at = values->find(field);
  if (at == values->end()) return Out{};
  auto members = from_json_text(at->second.value.reveal());
  return Out{Personal{Closure{members["reason"], members["note"]}}};
}

}  // namespace nrm::casefile
