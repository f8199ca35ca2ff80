#include "store.hpp"

namespace nrm::clocks {
namespace {

log::Header header_of(const Moment& moment, const jobs::Job& job) {
  return {{log::Actor::Kind::clock, {}, {}, {}, moment.rule}, job.kind, {}, {{}, {}, job.subject}, {}, {}};
}

// The job's due time is the clock's or the job would have been replaced: what is taken here still stands.
using Consequence = std::function<void(log::Act&, const ClockRow&)>;

void run(log::Journal& journal, const jobs::Job& job, const Consequence& consequence) {
  const auto moment = moment_of(job.subject);
  (void)journal.act<void>(header_of(moment, job), [&](log::Act& act) -> Result<void> {
    if (!jobs::take(act.writer(), job)) return fail(nrm::problems::kConflict);
    const auto row = find_row(act.writer(), moment.rule, moment.subject);
    if (row && !row->running.breached_at) consequence(act, *row);
    return {};
  });
}

void mark(log::Act& act, const Running& clock, std::string_view what) {
  const bool warned = what == kWarned;
  act.run(warned
              ? "UPDATE running_clock SET warned_at = $at WHERE subject_kind = $kind AND subject_id = $id AND rule = "
                "$rule"
              : "UPDATE running_clock SET breached_at = $at WHERE subject_kind = $kind AND subject_id = $id AND rule "
                "= $rule",
          {{"at", act.now()}, {"kind", clock.subject.kind}, {"id", clock.subject.id}, {"rule", clock.rule}});
  act.react(what, object_of(clock));
}

void warn(log::Act& act, const ClockRow& row) {
  if (!row.running.warned_at) mark(act, row.running, kWarned);
}

void be_due(log::Act& act, const ClockRow& row) {
  mark(act, row.running, row.rule.kind == pathway::ClockKind::minimum ? kReached : kBreached);
}

// Where both times have come, another server may hold the warning's job: whoever is here first tells it first.
void warn_first(log::Journal& journal, const jobs::Job& job) {
  const auto moment = moment_of(job.subject);
  const auto row = journal.database().reading(
      [&](storage::Reader& reader) { return find_row(reader, moment.rule, moment.subject); });
  if (!row || row->running.warned_at) return;
  if (const auto warning = warning_of(*row)) run(journal, *warning, warn);
}

}  // namespace

std::map<std::string, jobs::Handler> job_handlers(log::Journal& journal, const pathway::Pack&) {
  return {{std::string{kWarnJob}, [&journal](const jobs::Job& job) { run(journal, job, warn); }},
          {std::string{kDueJob}, [&journal](const jobs::Job& job) {
             warn_first(journal, job);
             run(journal, job, be_due);
           }}};
}

}  // namespace nrm::clocks
