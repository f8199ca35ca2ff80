#include "nrm/casefile/joint_team.hpp"
#include "nrm/caselife/caselife.hpp"
#include "nrm/consent/record.hpp"

namespace nrm::caselife {

bool was_acted_on(log::Act& act, const CaseId& id) {
  return referral::was_referred(act.writer(), id) || casefile::was_joint(act.writer(), id) ||
         !consent::bases_of_case(act.writer(), id, act.now()).empty();
}

Result<void> mark_opened_in_error(log::Act& act, const access::Permit& permit, const CaseId& id) {
  if (casefile::team_of(act.writer(), id) != permit.session().team) return fail(nrm::problems::kNotFound);
  if (was_acted_on(act, id)) return fail(problems::kAlreadyActedOn);
  return casefile::mark_opened_in_error(act, permit, id);
}

}  // namespace nrm::caselife
