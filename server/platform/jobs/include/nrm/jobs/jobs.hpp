// Durable jobs: written inside an act, run at least once after it, their consequences exactly once because the
// consequence is itself an act that removes the job's row. Survives restart; two servers share by lease.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "nrm/kernel/random.hpp"
#include "nrm/kernel/time.hpp"
#include "nrm/storage/database.hpp"
#include "nrm/storage/migrations.hpp"

namespace nrm::jobs {

storage::Schema schema();

struct Job {
  std::string id;       // also the key: scheduling the same id again replaces the time
  std::string kind;     // "referral.answer-due"
  std::string subject;  // an opaque id
  UtcTime due;
};

// Inside an act.
void schedule(storage::Writer& writer, const Job& job);
void cancel(storage::Writer& writer, std::string_view job_id);
// Every job about a subject, of whatever kind: it is no more.
void cancel_all_of(storage::Writer& writer, std::string_view subject);
// Called first by the handler's own act: false where another server was quicker or the job was cancelled meanwhile.
bool take(storage::Writer& writer, const Job& job);

// `handler` opens its own act, calls take() in it, and acts. Throwing leaves the job for a later try (backing off).
using Handler = std::function<void(const Job&)>;

// One thread. Wall clock off by over an hour against the monotonic one, or at the start behind `latest_known`, a time
// that has certainly passed: holds everything and calls `alarm` once.
class Runner {
 public:
  Runner(storage::Database& database, const Clock& clock, std::map<std::string, Handler> handlers,
         std::function<void(std::string_view)> alarm, std::optional<UtcTime> latest_known = {});
  ~Runner();
  void start();
  void stop();
  // At its last look the clock was off, and what was due was held. From any thread.
  bool is_holding() const;
  // For tests: runs what is due now on this thread; the number of jobs run.
  int run_due();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace nrm::jobs
