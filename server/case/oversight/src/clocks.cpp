#include "clocks.hpp"

#include <fmt/format.h>

#include "nrm/oversight/anomalies.hpp"

namespace nrm::oversight {
namespace {

constexpr std::string_view kReviewDue = "break-glass.review-due";
// The suspension itself is computed from the facts at every new try; this clock tells that it has begun.
constexpr std::string_view kSuspends = "break-glass.suspends";

void schedule(log::Act& act, std::string_view kind, const access::BreakGlassId& id, UtcTime due) {
  jobs::schedule(act.writer(), {fmt::format("{}:{}", kind, id.text()), std::string{kind}, id.text(), due});
}

// Exactly once: the act that tells also takes the job's row.
void tell(log::Journal& journal, const jobs::Job& job, std::string_view anomaly) {
  const auto id = access::BreakGlassId::from_row(job.subject);
  const log::Header header{
      {log::Actor::Kind::clock, {}, {}, {}, "break-glass-review"}, job.kind, {}, {{}, {}, job.subject}, {}, {}};
  (void)journal.act<void>(header, [&](log::Act& act) -> Result<void> {
    if (!jobs::take(act.writer(), job)) return fail(nrm::problems::kConflict);
    const auto glass = access::find_break_glass(act.writer(), id);
    if (!glass || glass->verdict) return {};
    act.set_subject({glass->case_id, glass->organisation, id.text()});
    raise(act, {std::string{anomaly}, glass->organisation, glass->team, glass->member, glass->case_id, id.text()});
    return {};
  });
}

}  // namespace

void start_review_clocks(log::Act& act, const access::BreakGlass& glass) {
  schedule(act, kReviewDue, glass.id, glass.started_at + access::kGlassReviewDue);
  schedule(act, kSuspends, glass.id, glass.started_at + access::kGlassUnreviewedEnds);
}

std::map<std::string, jobs::Handler> job_handlers(log::Journal& journal) {
  return {{std::string{kReviewDue}, [&journal](const jobs::Job& job) { tell(journal, job, "break-glass-unreviewed"); }},
          {std::string{kSuspends}, [&journal](const jobs::Job& job) { tell(journal, job, "break-glass-suspended"); }}};
}

}  // namespace nrm::oversight
