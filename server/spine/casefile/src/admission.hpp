// Whether a member may open a compartment of a case now: team, role, restriction, emergency.
#pragma once

#include "nrm/casefile/restriction.hpp"

namespace nrm::casefile {

// kNotFound where the case is not her team's or her role lacks the kind, kRestricted with the keeper's name where she
// is not among the named. A living emergency for this case and kind opens both.
Result<CaseFacts> admit(log::Act& act, const access::Permit& permit, const CaseId& id, Compartment kind);
// As admit, for what has no kind of its own.
Result<CaseFacts> admit(log::Act& act, const access::Permit& permit, const CaseId& id);

}  // namespace nrm::casefile
