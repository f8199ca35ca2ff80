// The statistics row of a case: coded facts under a random id that only the sealed casework knows.
#pragma once

#include "nrm/casefile/case.hpp"

namespace nrm::casefile {

// The row goes; later changes of the case count nowhere. A case without one is left as it is.
Result<void> drop_statistics_row(log::Act& act, const access::Permit& permit, const CaseId& id);

}  // namespace nrm::casefile
