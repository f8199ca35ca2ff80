// Which live basis lets a case be referred to a team.
#pragma once

#include <vector>

#include "nrm/consent/basis.hpp"

namespace nrm::referral {

// Every live basis for that receiver, the newest of each purpose. The caller has decided on the case.
std::vector<consent::Basis> live_bases(log::Act& act, const access::Permit& permit, const CaseId& id,
                                       const TeamId& receiver);
// That one, where it is live; consent.no-basis otherwise.
Result<consent::Basis> live_basis(log::Act& act, const access::Permit& permit, const CaseId& id, const TeamId& receiver,
                                  const BasisId& wanted);

}  // namespace nrm::referral
