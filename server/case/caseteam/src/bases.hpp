#pragma once

#include "nrm/consent/basis.hpp"

namespace nrm::caseteam {

// The live bases of a case, each the newest word to its receiver for its purpose.
std::vector<consent::Basis> live_bases(log::Act& act, const access::Permit& permit, const CaseId& id);

}  // namespace nrm::caseteam
