#include "running.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace nrm::referral {
namespace {

clocks::Subject question_subject(const LineId& question) {
  return {std::string{kQuestionSubject}, question.text()};
}

bool is_answer_rule(std::string_view rule) {
  return rule == kAnswerRule || rule == kUrgentAnswerRule;
}

// While it stands still, the last time that was known goes on being shown.
void show(log::Act& act, const ReferralId& id, const clocks::Running& clock) {
  if (!clock.due_at) return;
  const auto warn = clock.warn_at.value_or(*clock.due_at);
  const auto* statement = is_answer_rule(clock.rule)
                              ? "UPDATE referral SET due_at = $due, warn_at = $warn WHERE id = $id"
                              : "UPDATE referral SET contact_due_at = $due, contact_warn_at = $warn WHERE id = $id";
  act.run(statement, {{"due", *clock.due_at}, {"warn", warn}, {"id", id}});
}

// A pause of consent stands in the history by its own name.
void note_pauses(log::Act& act, const ReferralId& id, const std::vector<std::string>& reasons,
                 const std::vector<std::string>& others, const char* what) {
  for (const auto& reason : reasons)
    if (reason != kConsentPaused && std::ranges::find(others, reason) == others.end())
      add_history(act, id, {what, std::nullopt, std::nullopt, reason});
}

std::vector<LineId> questions_of(log::Act& act, const ReferralId& id) {
  std::vector<LineId> out;
  for (const auto& row : act.query(
           "SELECT id FROM referral_line WHERE referral = $id AND kind = 'question' ORDER BY position", {{"id", id}}))
    out.push_back(row.id<LineId>("id"));
  return out;
}

// Asked by that team and not answered by the other.
bool has_open_question(log::Act& act, const ReferralId& id, const TeamId& asker) {
  return act
      .query_one(
          "SELECT q.id FROM referral_line q WHERE q.referral = $id AND q.kind = 'question' AND "
          "q.from_team = $asker AND NOT EXISTS (SELECT a.id FROM referral_line a WHERE a.question = q.id AND "
          "a.kind = 'answer' AND a.from_team <> $asker) LIMIT 1",
          {{"id", id}, {"asker", asker}})
      .has_value();
}

}  // namespace

clocks::Subject clock_subject(const ReferralId& id) {
  return {std::string{kClockSubject}, id.text()};
}

UtcTime start_answer_clock(log::Act& act, const pathway::Pack& pack, const ReferralId& id, const TeamId& receiver,
                           bool urgent) {
  const auto& rule = answer_rule(pack, urgent);
  const auto clock = clocks::start(act, pack, rule.id, clock_subject(id), receiver);
  show(act, id, clock);
  return clock.due_at.value_or(act.now());
}

void start_contact_clock(log::Act& act, const pathway::Pack& pack, const ReferralRow& row) {
  const auto rule = row.urgent ? kUrgentFirstContactRule : kFirstContactRule;
  if (pack.pathway.find_clock(rule) == nullptr) return;
  show(act, row.id, clocks::start(act, pack, rule, clock_subject(row.id), row.to_team));
  if (row.access == consent::Access::paused) clocks::pause(act, clock_subject(row.id), kConsentPaused, pack);
}

void stop_clocks(log::Act& act, const ReferralId& id) {
  clocks::stop_all(act, clock_subject(id));
  for (const auto kind : {kEarlierReminder, kEarlierOverdue})
    jobs::cancel(act.writer(), fmt::format("{}:{}", kind, id.text()));
  act.run("UPDATE referral SET paused_by = '' WHERE id = $id", {{"id", id}});
}

void follow_clocks(log::Act& act, const ReferralId& id) {
  const auto row = find_row(act.writer(), id);
  if (!row) return;
  std::vector<std::string> reasons;
  for (const auto& clock : clocks::of_subject(act.writer(), clock_subject(id))) {
    show(act, id, clock);
    for (const auto& reason : clock.paused_by)
      if (std::ranges::find(reasons, reason) == reasons.end()) reasons.push_back(reason);
  }
  act.run("UPDATE referral SET paused_by = $reasons WHERE id = $id",
          {{"reasons", fmt::format("{}", fmt::join(reasons, " "))}, {"id", id}});
  note_pauses(act, id, reasons, row->paused_by, "clock-paused");
  note_pauses(act, id, row->paused_by, reasons, "clock-resumed");
}

pathway::ClockState shown_state(storage::Reader& reader, const ReferralRow& row, const pathway::ClockTimes& times,
                                UtcTime now) {
  using enum pathway::ClockState;
  if (row.paused_by.empty()) return pathway::state_of(times, now);
  const auto running = clocks::of_subject(reader, clock_subject(row.id));
  return std::ranges::any_of(running, [&](const auto& clock) { return clocks::state_of(clock, now) == overdue; })
             ? overdue
             : on_time;
}

void start_question_clock(log::Act& act, const pathway::Pack& pack, const ReferralRow& row, const LineId& question,
                          const TeamId& team) {
  if (pack.pathway.find_clock(kQuestionRule) != nullptr)
    clocks::start(act, pack, kQuestionRule, question_subject(question), team);
  const bool late = shown_state(act.writer(), row, row.clock, act.now()) == pathway::ClockState::overdue;
  if (team == row.from_team && awaits_answer(row.state) && !late)
    clocks::pause(act, clock_subject(row.id), kQuestionOpen, pack);
}

void stop_question_clock(log::Act& act, const pathway::Pack& pack, const ReferralRow& row, const LineId& question) {
  clocks::stop_all(act, question_subject(question));
  if (!has_open_question(act, row.id, row.to_team)) clocks::resume(act, clock_subject(row.id), kQuestionOpen, pack);
}

void stop_question_clocks(log::Act& act, const ReferralId& id) {
  for (const auto& question : questions_of(act, id)) clocks::stop_all(act, question_subject(question));
}

}  // namespace nrm::referral
