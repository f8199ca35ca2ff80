// What of a case's way is told to those who give the case to another team.
#pragma once

#include "nrm/identification/moves.hpp"

namespace nrm::identification {

// The times that run on the case's tracks, or stand still: longest ones and shortest ones that have not passed. A
// window for asking that is over runs no more. The labels are the pack's.
std::vector<RunningTime> running_times_of(storage::Reader& reader, const pathway::Pack& pack, const CaseId& id,
                                          UtcTime now);

}  // namespace nrm::identification
