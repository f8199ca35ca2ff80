#include "admission.hpp"

#include "nrm/access/members.hpp"
#include "nrm/casefile/joint_team.hpp"
#include "stored_values.hpp"

namespace nrm::casefile {
namespace {

Failure restricted(storage::Reader& reader, const CaseFacts& facts) {
  const auto keeper = access::find_member_name(reader, facts.keeper);
  return fail(problems::kRestricted, {}, {{"keeper", keeper.value_or("")}});
}

bool is_emergency(const access::Permit& permit, const CaseId& id, Compartment kind) {
  const auto& emergency = permit.emergency();
  return emergency && emergency->case_id == id && emergency->kinds.contains(kind);
}

// Who she is and where is kept by a restriction for its own sake: only a danger to life opens that.
bool opens_restricted(const access::Permit& permit, Compartment kind) {
  const bool guarded = kind == Compartment::identity || kind == Compartment::whereabouts;
  return !guarded || permit.emergency()->category == "danger-to-life";
}

}  // namespace

Result<CaseFacts> admit(log::Act& act, const access::Permit& permit, const CaseId& id, Compartment kind) {
  const auto facts = own_case(act, permit, id);
  if (!facts) return fail(nrm::problems::kNotFound);
  const bool emergency = is_emergency(permit, id, kind);
  CaseKeys keys{act, permit, id};
  if (!keys.held(kind) && !emergency) return fail(nrm::problems::kNotFound);
  if (is_kept_from(act.writer(), *facts, permit.session()) && !(emergency && opens_restricted(permit, kind)))
    return restricted(act.writer(), *facts);
  return *facts;
}

Result<CaseFacts> admit(log::Act& act, const access::Permit& permit, const CaseId& id) {
  const auto facts = own_case(act, permit, id);
  if (!facts) return fail(nrm::problems::kNotFound);
  if (is_kept_from(act.writer(), *facts, permit.session())) return restricted(act.writer(), *facts);
  return *facts;
}

Result<void> may_work_on(storage::Reader& reader, const access::Session& session, const CaseId& id) {
  const auto facts = find_case(reader, id);
  if (!facts || !holds(reader, id, session.team)) return fail(nrm::problems::kNotFound);
  if (is_kept_from(reader, *facts, session)) return restricted(reader, *facts);
  return {};
}

Result<void> may_decide_on(storage::Reader& reader, const access::Session& session, const CaseId& id) {
  if (team_of(reader, id) != session.team) return fail(nrm::problems::kNotFound);
  return may_work_on(reader, session, id);
}

}  // namespace nrm::casefile
