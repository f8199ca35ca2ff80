// Which server runs a job now. A lease only keeps two servers from doing the same work at once; that a consequence
// happens once is take()'s doing.
#pragma once

#include <optional>
#include <vector>

#include "nrm/jobs/jobs.hpp"

namespace nrm::jobs {

struct Leased {
  Job job;
  std::int64_t attempts = 0;  // this one included
  UtcTime until;
};

// A few of the jobs due at `now`, soonest first, leased to the caller.
std::vector<Leased> lease_due(storage::Database& database, UtcTime now);

// After the handler: true where the job is still there as leased. It is then put off, longer each time.
bool put_off_if_left(storage::Database& database, const Leased& leased, UtcTime now);

std::optional<UtcTime> next_try(storage::Database& database);

}  // namespace nrm::jobs
