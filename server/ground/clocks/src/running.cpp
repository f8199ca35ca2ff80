#include <fmt/format.h>
#include <fmt/ranges.h>

#include "nrm/clocks/team_end.hpp"
#include "nrm/kernel/id.hpp"
#include "store.hpp"

namespace nrm::clocks {
namespace {

void check_subject(const Subject& subject) {
  if (subject.kind.empty() || subject.id.empty() || (subject.kind + subject.id).find(':') != std::string::npos)
    fail_bug("the subject of a clock is a word and an opaque id, both without ':'");
}

void insert(log::Act& act, const ClockRow& row) {
  const auto& clock = row.running;
  act.run(
      "INSERT INTO running_clock (rule, subject_kind, subject_id, team, kind, due_count, due_unit, warn_count, "
      "warn_unit, pauses_on, started_at, due_at, warn_at, warned_at, breached_at) "
      "VALUES ($rule, $subject_kind, $subject_id, $team, $kind, $due_count, $due_unit, $warn_count, $warn_unit, "
      "$pauses_on, $started_at, NULL, NULL, NULL, NULL)",
      {{"rule", clock.rule},
       {"subject_kind", clock.subject.kind},
       {"subject_id", clock.subject.id},
       {"team", clock.team},
       {"kind", name_of(row.rule.kind)},
       {"due_count", row.rule.due.count},
       {"due_unit", name_of(row.rule.due.unit)},
       {"warn_count", row.rule.warn_before.count},
       {"warn_unit", name_of(row.rule.warn_before.unit)},
       {"pauses_on", fmt::format("{}", fmt::join(row.rule.pauses_on, ";"))},
       {"started_at", clock.started_at}});
}

bool is_in_force(storage::Reader& reader, const Subject& subject, std::string_view reason) {
  return reader
      .query_one(
          "SELECT reason FROM clock_pause WHERE subject_kind = $kind AND subject_id = $id AND reason = $reason AND "
          "until_at IS NULL",
          {{"kind", subject.kind}, {"id", subject.id}, {"reason", reason}})
      .has_value();
}

// What was missed or reached stays so.
void follow_pauses(log::Act& act, const Subject& subject, const pathway::Pack& pack) {
  auto rows = rows_of(act.writer(), subject);
  for (auto& row : rows)
    if (!row.running.breached_at && recount(act, row, *pack.calendar)) act.react(kMoved, object_of(row.running));
}

}  // namespace

Running start(log::Act& act, const pathway::Pack& pack, std::string_view rule, const Subject& subject,
              const TeamId& team) {
  check_subject(subject);
  auto known = pack.pathway.find_rule(rule);
  if (!known) fail_bug(fmt::format("the pack's pathway has no clock \"{}\"", rule));
  stop(act, rule, subject);
  ClockRow row{{known->id, subject, team, act.now(), {}, {}, {}, {}, {}, known->kind}, std::move(*known)};
  insert(act, row);
  recount(act, row, *pack.calendar);
  return find_row(act.writer(), rule, subject)->running;
}

void stop(log::Act& act, std::string_view rule, const Subject& subject) {
  act.run("DELETE FROM running_clock WHERE subject_kind = $kind AND subject_id = $id AND rule = $rule",
          {{"kind", subject.kind}, {"id", subject.id}, {"rule", rule}});
  cancel_jobs(act, rule, subject);
}

void stop_all(log::Act& act, const Subject& subject) {
  const auto rows = rows_of(act.writer(), subject);
  for (const auto& row : rows) stop(act, row.running.rule, subject);
  act.run("DELETE FROM clock_pause WHERE subject_kind = $kind AND subject_id = $id",
          {{"kind", subject.kind}, {"id", subject.id}});
}

void pause(log::Act& act, const Subject& subject, std::string_view reason, const pathway::Pack& pack) {
  check_subject(subject);
  if (is_in_force(act.writer(), subject, reason)) return;
  act.run(
      "INSERT INTO clock_pause (subject_kind, subject_id, reason, from_at, until_at) "
      "VALUES ($kind, $id, $reason, $at, NULL) "
      "ON CONFLICT (subject_kind, subject_id, reason, from_at) DO UPDATE SET until_at = NULL",
      {{"kind", subject.kind}, {"id", subject.id}, {"reason", reason}, {"at", act.now()}});
  follow_pauses(act, subject, pack);
}

void resume(log::Act& act, const Subject& subject, std::string_view reason, const pathway::Pack& pack) {
  const auto ended = act.run(
      "UPDATE clock_pause SET until_at = $at WHERE subject_kind = $kind AND subject_id = $id AND reason = $reason AND "
      "until_at IS NULL",
      {{"kind", subject.kind}, {"id", subject.id}, {"reason", reason}, {"at", act.now()}});
  if (ended > 0) follow_pauses(act, subject, pack);
}

void move_to_team(log::Act& act, const Subject& subject, const TeamId& team) {
  act.run("UPDATE running_clock SET team = $team WHERE subject_kind = $kind AND subject_id = $id",
          {{"team", team}, {"kind", subject.kind}, {"id", subject.id}});
}

void move_team(log::Act& act, const TeamId& from, const TeamId& into) {
  act.run("UPDATE running_clock SET team = $into WHERE team = $from", {{"into", into}, {"from", from}});
}

}  // namespace nrm::clocks
