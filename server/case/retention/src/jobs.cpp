#include "jobs.hpp"

#include "clocks.hpp"
#include "holds.hpp"
#include "nrm/retention/desk.hpp"
#include "nrm/retention/ledger.hpp"
#include "nrm/storage/scrub.hpp"

namespace nrm::retention {
namespace {

log::Header by_clock(const jobs::Job& job) {
  return {{log::Actor::Kind::clock, {}, {}, {}, job.kind}, job.kind, {}, {{}, {}, job.subject}, {}, {}};
}

// Where another server was quicker there is nothing left to take.
void run(const Desk& desk, const jobs::Job& job, const std::function<void(log::Act&)>& consequence) {
  (void)desk.journal.act<void>(by_clock(job), [&](log::Act& act) -> Result<void> {
    if (!jobs::take(act.writer(), job)) return fail(nrm::problems::kConflict);
    consequence(act);
    return {};
  });
}

jobs::Handler look_again(const Desk& desk) {
  return [desk](const jobs::Job& job) {
    run(desk, job, [&](log::Act& act) {
      const auto id = CaseId::from_row(job.subject);
      act.set_subject({id, std::nullopt, id.text()});
      run_clocks(act, id);
    });
  };
}

jobs::Handler end_by_clock(const Desk& desk) {
  return [desk](const jobs::Job& job) {
    run(desk, job, [&](log::Act& act) {
      const auto id = HoldId::from_row(job.subject);
      const auto row = act.query_one("SELECT case_id FROM legal_hold WHERE id = $id", {{"id", id}});
      if (!row) return;
      const auto case_id = row->id<CaseId>("case_id");
      act.set_subject({case_id, std::nullopt, id.text()});
      end_hold(act, desk.pack, id, case_id, "clock");
    });
  };
}

// Not taken before both are done: a crash between them is followed by another try.
jobs::Handler finish_erasure(const Desk& desk) {
  return [desk](const jobs::Job& job) {
    auto& database = desk.journal.database();
    if (!desk.ledger_file.empty()) mirror(database, desk.journal.clock(), desk.ledger_file);
    if (!storage::scrub(database)) throw storage::DatabaseError{"somebody reads an older snapshot: scrubbed later"};
    run(desk, job, [](log::Act&) {});
  };
}

}  // namespace

std::map<std::string, jobs::Handler> job_handlers(const Desk& desk) {
  return {{std::string{kLookAgain}, look_again(desk)},
          {std::string{kHoldEnds}, end_by_clock(desk)},
          {std::string{kErased}, finish_erasure(desk)}};
}

}  // namespace nrm::retention
