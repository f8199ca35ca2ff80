// Which live basis lets a case be referred to a team.
#pragma once

#include "nrm/consent/basis.hpp"

namespace nrm::referral {

// That one, where it is live; consent.no-basis otherwise. The caller has decided on the case.
Result<consent::Basis> live_basis(log::Act& act, const access::Permit& permit, const CaseId& id, const TeamId& receiver,
                                  const BasisId& wanted);

}  // namespace nrm::referral
