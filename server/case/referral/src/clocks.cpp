// What a clock that warns or runs out means for a referral. Runs in the clock's own act, once, with nobody signed in.
#include <fmt/format.h>

#include "chain.hpp"
#include "nrm/access/leaving.hpp"
#include "nrm/casefile/overview.hpp"
#include "running.hpp"

namespace nrm::referral {
namespace {

void tell_both(log::Act& act, const ReferralRow& row, std::string_view what) {
  add_history(act, row.id, {std::string{what}, std::nullopt, act.header().actor.rule, std::nullopt});
  add_notice(act, row.from_team, fmt::format("referral.{}", what), row.id);
  tell_receiver(act, row, fmt::format("referral.{}", what));
}

bool is_answer(const clocks::Moment& moment) {
  return moment.rule == kAnswerRule || moment.rule == kUrgentAnswerRule;
}

void keep_time(log::Act& act, const ReferralRow& row, std::string_view column) {
  act.run(fmt::format("UPDATE referral SET {} = $at WHERE id = $id AND {} IS NULL", column, column),
          {{"at", act.now()}, {"id", row.id}});
}

void warn(log::Act& act, const ReferralRow& row, const clocks::Moment& moment) {
  if (is_answer(moment)) keep_time(act, row, "warned_at");
  tell_both(act, row, is_answer(moment) ? "reminder" : "first-contact-reminder");
}

std::string on_breach_of(const pathway::Pack& pack, std::string_view rule) {
  const auto* found = pack.pathway.find_clock(rule);
  return found == nullptr ? std::string{} : found->on_breach;
}

// Nothing goes unanswered: where nobody else is asked by itself, whatever the sender and the pack chose, the
// coordinators look.
void go_on(log::Act& act, const pathway::Pack& pack, const ReferralRow& row, const std::string& what,
           const clocks::Moment& moment) {
  if (what == "escalate" && row.move_on != MoveOn::never)
    move_on(act, pack, row);
  else
    enter_queue(act, pack, row, moment.rule);
}

// Both sides hear of it in any case; a rule may ask for more.
void run_out(log::Act& act, const pathway::Pack& pack, const ReferralRow& row, const clocks::Moment& moment) {
  if (is_answer(moment)) keep_time(act, row, "overdue_at");
  tell_both(act, row, is_answer(moment) ? "overdue" : "first-contact-overdue");
  const auto what = on_breach_of(pack, moment.rule);
  if (is_answer(moment))
    go_on(act, pack, row, what, moment);
  else if (what == "escalate" || what == "tell-coordinator")
    enter_queue(act, pack, row, moment.rule);
  if (what == "open-task") {
    if (const auto id = case_of(act, row.id)) casefile::open_task_for(act, *id, kOverdueTask, {}, row.from_team);
  } else if (what == "tell-data-protection-officer") {
    access::tell_late(act, row.from_team, access::Told::data_protection_officer, "referral.overdue", row.id.text());
  }
}

// The act has no subject before this: its leaf belongs to the sender's case.
std::optional<ReferralRow> row_in(log::Act& act, const ReferralId& id) {
  auto row = find_row(act.writer(), id);
  if (row) act.set_subject({case_of(act, id), std::nullopt, id.text()});
  return row;
}

struct OpenQuestion {
  ReferralRow row;
  TeamId asker;
};
std::optional<OpenQuestion> question_in(log::Act& act, const std::string& id) {
  const auto line = act.query_one("SELECT referral, from_team FROM referral_line WHERE id = $id", {{"id", id}});
  auto row = line ? row_in(act, line->id<ReferralId>("referral")) : std::nullopt;
  if (!row) return std::nullopt;
  return OpenQuestion{std::move(*row), line->id<TeamId>("from_team")};
}

// Whoever owes the answer is reminded; when the time is over, who asked hears of it too.
void remind_of_question(log::Act& act, const std::string& id, bool over) {
  const auto found = question_in(act, id);
  if (!found) return;
  const auto& row = found->row;
  const std::string what = over ? "question-overdue" : "question-reminder";
  if (over) {
    tell_both(act, row, what);
    return;
  }
  add_history(act, row.id, {what, std::nullopt, act.header().actor.rule, std::nullopt});
  add_notice(act, found->asker == row.from_team ? row.to_team : row.from_team, "referral." + what, row.id);
}

using Follow = std::function<void(log::Act&, const ReferralRow&, const clocks::Moment&)>;

void follow(const Desk& desk, std::string_view what, bool over, const Follow& step) {
  desk.journal.on(std::string{what}, [over, step](log::Act& act, std::string_view object) {
    const auto moment = clocks::moment_of(object);
    if (moment.subject.kind == kQuestionSubject) return remind_of_question(act, moment.subject.id, over);
    if (moment.subject.kind != kClockSubject) return;
    const auto row = row_in(act, ReferralId::from_row(moment.subject.id));
    if (row) step(act, *row, moment);
  });
}

// Referrals that were sent before clocks had a table of their own wait for these.
void run_earlier(const Desk& desk, const jobs::Job& job, const Follow& step) {
  const auto id = ReferralId::from_row(job.subject);
  const auto before = desk.journal.database().reading([&](storage::Reader& reader) { return find_row(reader, id); });
  const std::string rule{before ? before->clock_rule : std::string{kAnswerRule}};
  const log::Header header{{log::Actor::Kind::clock, {}, {}, {}, rule}, job.kind, {}, {{}, {}, job.subject}, {}, {}};
  (void)desk.journal.act<void>(header, [&](log::Act& act) -> Result<void> {
    if (!jobs::take(act.writer(), job)) return fail(nrm::problems::kConflict);
    const auto row = row_in(act, id);
    if (row && awaits_answer(row->state)) step(act, *row, {rule, clock_subject(id)});
    return {};
  });
}

}  // namespace

std::map<std::string, jobs::Handler> earlier_job_handlers(const Desk& desk) {
  return {{std::string{kEarlierReminder}, [desk](const jobs::Job& job) { run_earlier(desk, job, warn); }},
          {std::string{kEarlierOverdue}, [desk](const jobs::Job& job) {
             run_earlier(desk, job, [&](log::Act& act, const ReferralRow& row, const clocks::Moment& moment) {
               run_out(act, desk.pack, row, moment);
             });
           }}};
}

const pathway::ClockRule& answer_rule(const pathway::Pack& pack, bool urgent) {
  const auto* rule = pack.pathway.find_clock(urgent ? kUrgentAnswerRule : kAnswerRule);
  if (rule == nullptr) fail_bug("the pack's pathway has no clock for the answer to a referral");
  return *rule;
}

void register_clocks(const Desk& desk) {
  const auto* pack = &desk.pack;
  follow(desk, clocks::kWarned, false, warn);
  follow(desk, clocks::kBreached, true, [pack](log::Act& act, const ReferralRow& row, const clocks::Moment& moment) {
    run_out(act, *pack, row, moment);
  });
  desk.journal.on(std::string{clocks::kMoved}, [](log::Act& act, std::string_view object) {
    const auto moment = clocks::moment_of(object);
    if (moment.subject.kind == kClockSubject) follow_clocks(act, ReferralId::from_row(moment.subject.id));
  });
}

}  // namespace nrm::referral
