#include "store.hpp"

#include <fmt/format.h>

#include "nrm/kernel/id.hpp"

namespace nrm::clocks {
namespace {

constexpr std::string_view kColumns =
    "rule, subject_kind, subject_id, team, kind, due_count, due_unit, warn_count, warn_unit, pauses_on, started_at, "
    "due_at, warn_at, warned_at, breached_at";

std::vector<std::string> split(std::string_view joined) {
  std::vector<std::string> out;
  while (!joined.empty()) {
    const auto end = std::min(joined.find(';'), joined.size());
    out.emplace_back(joined.substr(0, end));
    joined.remove_prefix(std::min(end + 1, joined.size()));
  }
  return out;
}

pathway::Period period_from(const storage::Row& row, std::string_view count, std::string_view unit) {
  const auto known = pathway::parse_period_unit(row.text(unit));
  if (!known) fail_bug("a running clock counts in a unit that does not exist");
  return {static_cast<int>(row.integer(count)), *known};
}

pathway::ClockRule rule_from(const storage::Row& row) {
  pathway::ClockRule rule;
  rule.id = row.text("rule");
  rule.due = period_from(row, "due_count", "due_unit");
  rule.warn_before = period_from(row, "warn_count", "warn_unit");
  rule.kind = row.text("kind") == name_of(pathway::ClockKind::minimum) ? pathway::ClockKind::minimum
                                                                       : pathway::ClockKind::maximum;
  rule.pauses_on = split(row.text("pauses_on"));
  return rule;
}

bool pauses(const pathway::ClockRule& rule, std::string_view reason) {
  return std::find(rule.pauses_on.begin(), rule.pauses_on.end(), reason) != rule.pauses_on.end();
}

storage::Rows pause_rows(storage::Reader& reader, const Subject& subject) {
  return reader.query(
      "SELECT reason, from_at, until_at FROM clock_pause WHERE subject_kind = $kind AND subject_id = $id "
      "ORDER BY from_at, reason",
      {{"kind", subject.kind}, {"id", subject.id}});
}

std::vector<std::string> reasons_in_force(storage::Reader& reader, const Subject& subject,
                                          const pathway::ClockRule& rule) {
  std::vector<std::string> out;
  if (rule.pauses_on.empty()) return out;
  const auto rows = pause_rows(reader, subject);
  for (const auto& row : rows)
    if (row.is_null("until_at") && pauses(rule, row.text("reason"))) out.push_back(row.text("reason"));
  return out;
}

ClockRow clock_from(storage::Reader& reader, const storage::Row& row) {
  return {running_from(reader, row), rule_from(row)};
}

std::vector<ClockRow> clocks_from(storage::Reader& reader, const storage::Rows& rows) {
  std::vector<ClockRow> out;
  out.reserve(rows.size());
  for (const auto& row : rows) out.push_back(clock_from(reader, row));
  return out;
}

std::string job_id(std::string_view kind, std::string_view object) {
  return fmt::format("{}:{}", kind, object);
}

void schedule_or_cancel(log::Act& act, std::string_view kind, const std::string& object,
                        const std::optional<UtcTime>& at) {
  if (at)
    jobs::schedule(act.writer(), {job_id(kind, object), std::string{kind}, object, *at});
  else
    jobs::cancel(act.writer(), job_id(kind, object));
}

// What has happened is not asked for again.
void ask_for_jobs(log::Act& act, const ClockRow& row) {
  const auto& clock = row.running;
  const auto warning = clock.warned_at ? std::nullopt : warning_of(row);
  const auto object = object_of(clock);
  schedule_or_cancel(act, kWarnJob, object, warning ? std::optional{warning->due} : std::nullopt);
  schedule_or_cancel(act, kDueJob, object, clock.breached_at ? std::nullopt : clock.due_at);
}

}  // namespace

std::string object_of(std::string_view rule, const Subject& subject) {
  return fmt::format("{}:{}:{}", rule, subject.kind, subject.id);
}
std::string object_of(const Running& clock) {
  return object_of(clock.rule, clock.subject);
}

Moment moment_of(std::string_view object) {
  const auto first = object.find(':');
  const auto second = first == std::string_view::npos ? first : object.find(':', first + 1);
  if (second == std::string_view::npos) fail_bug("the object of a clock's moment names no rule and subject");
  return {std::string{object.substr(0, first)},
          {std::string{object.substr(first + 1, second - first - 1)}, std::string{object.substr(second + 1)}}};
}

Running running_from(storage::Reader& reader, const storage::Row& row) {
  const auto rule = rule_from(row);
  Running clock{rule.id,
                {row.text("subject_kind"), row.text("subject_id")},
                row.id<TeamId>("team"),
                row.time("started_at"),
                row.maybe_time("due_at"),
                row.maybe_time("warn_at"),
                {},
                row.maybe_time("warned_at"),
                row.maybe_time("breached_at"),
                rule.kind};
  clock.paused_by = reasons_in_force(reader, clock.subject, rule);
  return clock;
}

std::optional<ClockRow> find_row(storage::Reader& reader, std::string_view rule, const Subject& subject) {
  const auto row = reader.query_one(
      fmt::format("SELECT {} FROM running_clock WHERE subject_kind = $kind AND subject_id = $id AND rule = $rule",
                  kColumns),
      {{"kind", subject.kind}, {"id", subject.id}, {"rule", rule}});
  return row ? std::optional{clock_from(reader, *row)} : std::nullopt;
}

std::vector<ClockRow> rows_of(storage::Reader& reader, const Subject& subject) {
  return clocks_from(
      reader, reader.query(fmt::format("SELECT {} FROM running_clock WHERE subject_kind = $kind AND subject_id = $id "
                                       "ORDER BY rule",
                                       kColumns),
                           {{"kind", subject.kind}, {"id", subject.id}}));
}

// Two ranges: neither database finds what is different by an index.
bool all_are_counted_by(storage::Reader& reader, std::int64_t days) {
  for (const auto* statement : {"SELECT rule FROM running_clock WHERE counted_by < $days LIMIT 1",
                                "SELECT rule FROM running_clock WHERE counted_by > $days LIMIT 1"})
    if (reader.query_one(statement, {{"days", days}})) return false;
  return true;
}

std::vector<ClockRow> rows_not_counted_by(storage::Reader& reader, std::int64_t days,
                                          const std::optional<ClockRow>& after, int limit) {
  constexpr std::string_view kOthers =
      "SELECT {} FROM running_clock WHERE counted_by <> $days {} ORDER BY "
      "subject_kind, subject_id, rule LIMIT {}";
  if (!after) return clocks_from(reader, reader.query(fmt::format(kOthers, kColumns, "", limit), {{"days", days}}));
  const auto& last = after->running;
  const auto* later = "AND (subject_kind, subject_id, rule) > ($kind, $id, $rule)";
  return clocks_from(
      reader,
      reader.query(fmt::format(kOthers, kColumns, later, limit),
                   {{"days", days}, {"kind", last.subject.kind}, {"id", last.subject.id}, {"rule", last.rule}}));
}

std::optional<pathway::ClockTimes> times_of(storage::Reader& reader, const ClockRow& row, const Calendar& calendar) {
  std::vector<pathway::Pause> stands;
  if (!row.rule.pauses_on.empty()) {
    const auto rows = pause_rows(reader, row.running.subject);
    for (const auto& pause : rows)
      if (pauses(row.rule, pause.text("reason")))
        stands.push_back({pause.time("from_at"), pause.maybe_time("until_at")});
  }
  return clock_for(row.rule, row.running.started_at, stands, calendar);
}

void note_counted_by(log::Act& act, const Running& clock, std::int64_t days) {
  act.run(
      "UPDATE running_clock SET counted_by = $days WHERE subject_kind = $kind AND subject_id = $id AND rule = $rule",
      {{"days", days}, {"kind", clock.subject.kind}, {"id", clock.subject.id}, {"rule", clock.rule}});
}

bool recount(log::Act& act, ClockRow& row, const Calendar& calendar) {
  auto& clock = row.running;
  const auto times = times_of(act.writer(), row, calendar);
  const auto due = times ? std::optional{times->due} : std::nullopt;
  const auto warn = times ? std::optional{times->warn_at} : std::nullopt;
  note_counted_by(act, clock, fingerprint(calendar));
  if (clock.due_at == due && clock.warn_at == warn) return false;
  clock.due_at = due;
  clock.warn_at = warn;
  act.run(
      "UPDATE running_clock SET due_at = $due, warn_at = $warn "
      "WHERE subject_kind = $kind AND subject_id = $id AND rule = $rule",
      {{"due", due}, {"warn", warn}, {"kind", clock.subject.kind}, {"id", clock.subject.id}, {"rule", clock.rule}});
  ask_for_jobs(act, row);
  return true;
}

// Nobody is warned of a minimum, nor by a rule that does not warn.
std::optional<jobs::Job> warning_of(const ClockRow& row) {
  const auto& clock = row.running;
  if (clock.breached_at || clock.kind == pathway::ClockKind::minimum || !clock.warn_at) return std::nullopt;
  if (clock.warn_at >= clock.due_at) return std::nullopt;
  return jobs::Job{job_id(kWarnJob, object_of(clock)), std::string{kWarnJob}, object_of(clock), *clock.warn_at};
}

void cancel_jobs(log::Act& act, std::string_view rule, const Subject& subject) {
  for (const auto kind : {kWarnJob, kDueJob}) jobs::cancel(act.writer(), job_id(kind, object_of(rule, subject)));
}

}  // namespace nrm::clocks
