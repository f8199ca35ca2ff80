// What every reading of a compartment's listed values begins with, of the newest and of older ones alike.
#pragma once

#include "nrm/casefile/case.hpp"

namespace nrm::casefile {

// A purpose and a reason, admission, the caps and whoever watches over openings, and what the account for the person is
// made of. Fails as admit and count_opening do; nothing may be shown then.
Result<void> begin_opening(log::Act& act, const access::Permit& permit, const CaseId& id, Compartment kind);

}  // namespace nrm::casefile
