// With nobody signed in: from a receiver that does not help to the next that she agreed to.
#include <fmt/format.h>

#include "chain.hpp"
#include "running.hpp"

namespace nrm::referral {
namespace {

constexpr std::string_view kMoveOnJob = "referral.move-on";

std::string job_id(const ReferralId& id) {
  return fmt::format("{}:{}", kMoveOnJob, id.text());
}

void note_skipped(log::Act& act, const ReferralRow& row, const ReferralRow& stand_in, const std::string& why) {
  add_history(act, row.id, {"skipped", std::nullopt, act.header().actor.rule, why, stand_in.to_team});
  add_notice(act, row.from_team, "referral.skipped", row.id);
}

// A refusal and its reason stay what they are.
void leave(log::Act& act, const ReferralRow& row) {
  if (!next(row.state, ArrowName::redirect, Side::clock)) return;
  const Step step{ArrowName::redirect, Side::clock, std::nullopt, row.reason_code,
                  row.suggestion_team ? std::optional{TeamId::from_row(*row.suggestion_team)} : std::nullopt};
  if (!take(act, row, step)) fail_bug("a referral that was read in this act has moved");
}

bool is_over(const ReferralRow& row) {
  return row.state != State::declined && row.state != State::expired && !awaits_answer(row.state);
}

void run(const Desk& desk, const jobs::Job& job) {
  const auto id = ReferralId::from_row(job.subject);
  const log::Header header{
      {log::Actor::Kind::clock, {}, {}, {}, std::string{kMoveOnRule}}, job.kind, {}, {{}, {}, job.subject}, {}, {}};
  (void)desk.journal.act<void>(header, [&](log::Act& act) -> Result<void> {
    if (!jobs::take(act.writer(), job)) return fail(nrm::problems::kConflict);
    const auto row = find_row(act.writer(), id);
    if (!row) return {};
    act.set_subject({case_of(act, id), std::nullopt, id.text()});
    move_on(act, desk.pack, *row);
    return {};
  });
}

}  // namespace

void move_on(log::Act& act, const pathway::Pack& pack, const ReferralRow& row) {
  if (is_over(row) || row.do_not_contact) return;
  for (const auto& stand_in : stand_ins_of(act.writer(), origin_of(row))) {
    if (const auto why = why_not_woken(act, stand_in)) {
      note_skipped(act, row, stand_in, *why);
      continue;
    }
    leave(act, row);
    wake(act, pack, stand_in, {row.id, {ArrowName::wake, Side::clock, std::nullopt}});
    return;
  }
  const bool only_one = chain_of(act.writer(), origin_of(row)).size() == 1;
  if (row.state != State::declined || !only_one) enter_queue(act, pack, row, row.clock_rule);
}

void move_on_soon(log::Act& act, const ReferralRow& row) {
  jobs::schedule(act.writer(), {job_id(row.id), std::string{kMoveOnJob}, row.id.text(), act.now()});
}

void stop_moving_on(log::Act& act, const ReferralId& id) {
  jobs::cancel(act.writer(), job_id(id));
}

std::map<std::string, jobs::Handler> job_handlers(const Desk& desk) {
  auto all = earlier_job_handlers(desk);
  all.emplace(kMoveOnJob, [desk](const jobs::Job& job) { run(desk, job); });
  return all;
}

}  // namespace nrm::referral
