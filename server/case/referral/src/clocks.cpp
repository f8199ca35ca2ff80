#include <fmt/format.h>

#include "nrm/kernel/id.hpp"
#include "store.hpp"

namespace nrm::referral {
namespace {

constexpr std::string_view kReminder = "referral.answer-reminder";
constexpr std::string_view kOverdue = "referral.answer-overdue";

std::string job_id(std::string_view kind, const ReferralId& id) {
  return fmt::format("{}:{}", kind, id.text());
}

void schedule(log::Act& act, std::string_view kind, const ReferralId& id, UtcTime due) {
  jobs::schedule(act.writer(), {job_id(kind, id), std::string{kind}, id.text(), due});
}

// The clock speaks once: the column says that it has.
void speak(log::Act& act, const ReferralRow& row, std::string_view column, std::string_view what) {
  act.run(fmt::format("UPDATE referral SET {} = $at WHERE id = $id AND {} IS NULL", column, column),
          {{"at", act.now()}, {"id", row.id}});
  add_history(act, row.id, {std::string{what}, std::nullopt, row.clock_rule, std::nullopt});
  add_notice(act, row.from_team, fmt::format("referral.{}", what), row.id);
  add_notice(act, row.to_team, fmt::format("referral.{}", what), row.id);
}

std::optional<ReferralRow> row_before(const Desk& desk, const ReferralId& id) {
  return desk.journal.database().reading([&](storage::Reader& reader) { return find_row(reader, id); });
}

using Consequence = std::function<Result<void>(log::Act&, const ReferralRow&)>;

// Exactly once: the act that draws the consequence also takes the job's row. Where another server was quicker, or the
// answer came meanwhile, there is nothing left to take.
void run(const Desk& desk, const jobs::Job& job, std::string rule, const Consequence& consequence) {
  const auto id = ReferralId::from_row(job.subject);
  const log::Header header{
      {log::Actor::Kind::clock, {}, {}, {}, std::move(rule)}, job.kind, {}, {{}, {}, job.subject}, {}, {}};
  (void)desk.journal.act<void>(header, [&](log::Act& act) -> Result<void> {
    if (!jobs::take(act.writer(), job)) return fail(nrm::problems::kConflict);
    const auto row = find_row(act.writer(), id);
    if (!row) return {};
    act.set_subject({case_of(act, id), std::nullopt, id.text()});
    if (!awaits_answer(row->state)) return {};
    return consequence(act, *row);
  });
}

jobs::Handler speaker(const Desk& desk, std::string_view column, std::string_view what) {
  return [desk, column, what](const jobs::Job& job) {
    const auto row = row_before(desk, ReferralId::from_row(job.subject));
    run(desk, job, row ? row->clock_rule : std::string{kAnswerRule}, [&](log::Act& act, const ReferralRow& now) {
      speak(act, now, column, what);
      return Result<void>{};
    });
  };
}

}  // namespace

const pathway::ClockRule& answer_rule(const pathway::Pack& pack, bool urgent) {
  const auto* rule = pack.pathway.find_clock(urgent ? kUrgentAnswerRule : kAnswerRule);
  if (rule == nullptr) fail_bug("the pack's pathway has no clock for the answer to a referral");
  return *rule;
}

void start_clocks(log::Act& act, const ReferralId& id, const pathway::ClockTimes& times) {
  if (times.warn_at < times.due) schedule(act, kReminder, id, times.warn_at);
  schedule(act, kOverdue, id, times.due);
}

void stop_clocks(log::Act& act, const ReferralId& id) {
  for (const auto kind : {kReminder, kOverdue}) jobs::cancel(act.writer(), job_id(kind, id));
}

std::map<std::string, jobs::Handler> job_handlers(const Desk& desk) {
  return {{std::string{kReminder}, speaker(desk, "warned_at", "reminder")},
          {std::string{kOverdue}, speaker(desk, "overdue_at", "overdue")}};
}

}  // namespace nrm::referral
