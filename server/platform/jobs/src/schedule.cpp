#include "nrm/jobs/jobs.hpp"

namespace nrm::jobs {

void schedule(storage::Writer& writer, const Job& job) {
  writer.run(
      "INSERT INTO job (id, kind, subject, due, next_try, attempts, lease_until) "
      "VALUES ($id, $kind, $subject, $due, $due, 0, 0) "
      "ON CONFLICT (id) DO UPDATE SET kind = $kind, subject = $subject, due = $due, next_try = $due, attempts = 0, "
      "lease_until = 0",
      {{"id", job.id}, {"kind", job.kind}, {"subject", job.subject}, {"due", job.due}});
}

void cancel(storage::Writer& writer, std::string_view job_id) {
  writer.run("DELETE FROM job WHERE id = $id", {{"id", job_id}});
}

void cancel_all_of(storage::Writer& writer, std::string_view subject) {
  writer.run("DELETE FROM job WHERE subject = $subject", {{"subject", subject}});
}

bool take(storage::Writer& writer, const Job& job) {
  // With its time: one that was put off meanwhile is another job under the same id.
  return writer.run("DELETE FROM job WHERE id = $id AND kind = $kind AND due = $due",
                    {{"id", job.id}, {"kind", job.kind}, {"due", job.due}}) == 1;
}

}  // namespace nrm::jobs
