#include "nrm/clocks/clocks.hpp"

#include <fmt/format.h>

#include "clocks.hpp"
#include "store.hpp"

namespace nrm::handover {
namespace {

constexpr std::string_view kLapse = "handover.lapse";
constexpr std::string_view kLapseRule = "handover-lapse";

std::string job_id(const HandoverId& id) {
  return fmt::format("{}:{}", kLapse, id.text());
}

// Exactly once: the act that ends the offer also takes the job's row.
void lapse(const Desk& desk, const jobs::Job& job) {
  const log::Header header{
      {log::Actor::Kind::clock, {}, {}, {}, std::string{kLapseRule}}, job.kind, {}, {{}, {}, job.subject}, {}, {}};
  (void)desk.journal.act<void>(header, [&](log::Act& act) -> Result<void> {
    if (!jobs::take(act.writer(), job)) return fail(nrm::problems::kConflict);
    const auto row = find_row(act.writer(), HandoverId::from_row(job.subject));
    if (!row || row->state != State::offered) return {};
    act.set_subject({row->case_id, std::nullopt, row->id.text()});
    if (const auto ended = end(act, *row, {Arrow::expire, Side::clock}); !ended) return tl::unexpected(ended.error());
    return {};
  });
}

// The answer's clock spoke; the offer stands on.
void speak(log::Act& act, std::string_view object, std::string_view what, bool to_giver_too) {
  const auto moment = clocks::moment_of(object);
  if (moment.subject.kind != kClockSubject) return;
  const auto row = find_row(act.writer(), HandoverId::from_row(moment.subject.id));
  if (!row || row->state != State::offered) return;
  act.set_subject({row->case_id, std::nullopt, row->id.text()});
  add_history(act, row->id, {std::string{what}});
  tell(act, row->to_team, what, row->id);
  if (to_giver_too) tell(act, row->from_team, what, row->id);
}

}  // namespace

void start_lapse(log::Act& act, const HandoverId& id, UtcTime at) {
  jobs::schedule(act.writer(), {job_id(id), std::string{kLapse}, id.text(), at});
}

void stop_lapse(log::Act& act, const HandoverId& id) {
  jobs::cancel(act.writer(), job_id(id));
}

std::map<std::string, jobs::Handler> job_handlers(const Desk& desk) {
  return {{std::string{kLapse}, [desk](const jobs::Job& job) { lapse(desk, job); }}};
}

void follow_clock(log::Journal& journal) {
  journal.on(std::string{clocks::kWarned},
             [](log::Act& act, std::string_view object) { speak(act, object, "reminder", false); });
  journal.on(std::string{clocks::kBreached},
             [](log::Act& act, std::string_view object) { speak(act, object, "overdue", true); });
}

}  // namespace nrm::handover
