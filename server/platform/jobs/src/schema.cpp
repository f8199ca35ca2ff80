#include "nrm/jobs/jobs.hpp"

namespace nrm::jobs {

// `due` is the fact; `next_try` begins equal to it and moves when a try failed.
storage::Schema schema() {
  constexpr std::string_view kJob = R"(CREATE TABLE job (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  due BIGINT NOT NULL,
  next_try BIGINT NOT NULL,
  attempts BIGINT NOT NULL,
  lease_until BIGINT NOT NULL)
--
CREATE INDEX job_next_try ON job (next_try, id))";
  return {"jobs", {{1, "jobs", kJob}}, {"job"}};
}

}  // namespace nrm::jobs
