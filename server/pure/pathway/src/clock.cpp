#include "nrm/pathway/clock.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace nrm::pathway {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

constexpr std::array kUnits{std::pair{PeriodUnit::hours, std::string_view{"hours"}},
                            std::pair{PeriodUnit::calendar_days, std::string_view{"calendar-days"}},
                            std::pair{PeriodUnit::working_days, std::string_view{"working-days"}},
                            std::pair{PeriodUnit::calendar_months, std::string_view{"calendar-months"}}};

Date add_months(Date date, int count) {
  const auto moved = date + std::chrono::months{count};
  return moved.ok() ? moved : Date{moved.year() / moved.month() / std::chrono::last};
}

Date back_working_days(Date last, int count, const Calendar& calendar) {
  auto day = sys_days{last};
  for (int left = count; left > 0; day -= days{1})
    if (calendar.is_working(Date{day})) --left;
  return Date{day};
}

// That many whole days, the day of the due time being the last of them.
UtcTime before(UtcTime due, const Period& period, const Calendar& calendar) {
  if (period.unit == PeriodUnit::hours) return due - std::chrono::hours{period.count};
  const auto last = calendar.local_date(due - std::chrono::microseconds{1});
  if (period.unit == PeriodUnit::working_days) return calendar.end_of(back_working_days(last, period.count, calendar));
  if (period.unit == PeriodUnit::calendar_months) return calendar.end_of(add_months(last, -period.count));
  return calendar.end_of(Date{sys_days{last} - days{period.count}});
}

bool is_paused_at(UtcTime moment, std::span<const Pause> pauses) {
  return std::any_of(pauses.begin(), pauses.end(), [&](const Pause& pause) {
    return pause.from <= moment && (!pause.until || moment < *pause.until);
  });
}

// From here on nothing counts any more; nothing where the clock runs again after every pause.
std::optional<UtcTime> stands_from(std::span<const Pause> pauses) {
  std::optional<UtcTime> from;
  for (const auto& pause : pauses)
    if (!pause.until && (!from || pause.from < *from)) from = pause.from;
  return from;
}

std::optional<UtcTime> due_by_hours(UtcTime start, int count, std::span<const Pause> pauses) {
  std::vector<Pause> in_order{pauses.begin(), pauses.end()};
  std::sort(in_order.begin(), in_order.end(), [](const Pause& a, const Pause& b) { return a.from < b.from; });
  std::chrono::microseconds left = std::chrono::hours{count};
  auto at = start;
  for (const auto& pause : in_order) {
    if (pause.from > at) {
      if (at + left <= pause.from) break;
      left -= pause.from - at;
      at = pause.from;
    }
    if (!pause.until) return std::nullopt;
    at = std::max(at, *pause.until);
  }
  return at + left;
}

// `count` days whose end comes while the clock runs, the first day excluded.
std::optional<UtcTime> due_by_days(UtcTime start, int count, bool only_working, std::span<const Pause> pauses,
                                   const Calendar& calendar) {
  const auto stands = stands_from(pauses);
  auto day = sys_days{calendar.local_date(start)};
  auto end = calendar.end_of(Date{day});
  for (int left = count; left > 0;) {
    day += days{1};
    end = calendar.end_of(Date{day});
    if (stands && end >= *stands) return std::nullopt;
    if ((!only_working || calendar.is_working(Date{day})) && !is_paused_at(end, pauses)) --left;
  }
  return end;
}

std::optional<UtcTime> due_with_pauses(UtcTime start, const Period& period, std::span<const Pause> pauses,
                                       const Calendar& calendar) {
  if (period.unit == PeriodUnit::hours) return due_by_hours(start, period.count, pauses);
  if (period.unit != PeriodUnit::calendar_months)
    return due_by_days(start, period.count, period.unit == PeriodUnit::working_days, pauses, calendar);
  const auto first = calendar.local_date(start);
  const auto count = (sys_days{add_months(first, period.count)} - sys_days{first}).count();
  return due_by_days(start, static_cast<int>(count), false, pauses, calendar);
}

ClockTimes times_for(const ClockRule& rule, UtcTime start, UtcTime due, const Calendar& calendar) {
  const auto warn_at = rule.warn_before.count == 0 ? due : before(due, rule.warn_before, calendar);
  return {start, due, std::max(start, warn_at)};
}

}  // namespace

std::string_view name_of(ClockKind kind) {
  return kind == ClockKind::maximum ? "maximum" : "minimum";
}

std::string_view name_of(PeriodUnit unit) {
  return std::find_if(kUnits.begin(), kUnits.end(), [&](const auto& known) { return known.first == unit; })->second;
}

std::optional<PeriodUnit> parse_period_unit(std::string_view name) {
  for (const auto& [unit, known] : kUnits)
    if (known == name) return unit;
  return std::nullopt;
}

std::string_view name_of(ClockState state) {
  if (state == ClockState::on_time) return "on-time";
  return state == ClockState::due_soon ? "due-soon" : "overdue";
}

UtcTime end_of_period(UtcTime start, const Period& period, const Calendar& calendar) {
  switch (period.unit) {
    case PeriodUnit::hours:
      return calendar.deadline(start, {period.count, TimeUnit::hours});
    case PeriodUnit::calendar_days:
      return calendar.deadline(start, {period.count, TimeUnit::calendar_days});
    case PeriodUnit::working_days:
      return calendar.deadline(start, {period.count, TimeUnit::working_days});
    case PeriodUnit::calendar_months:
      break;
  }
  return calendar.end_of(add_months(calendar.local_date(start), period.count));
}

ClockTimes clock_for(const ClockRule& rule, UtcTime start, const Calendar& calendar) {
  return times_for(rule, start, end_of_period(start, rule.due, calendar), calendar);
}

std::optional<ClockTimes> clock_for(const ClockRule& rule, UtcTime start, std::span<const Pause> pauses,
                                    const Calendar& calendar) {
  if (pauses.empty()) return clock_for(rule, start, calendar);
  const auto due = due_with_pauses(start, rule.due, pauses, calendar);
  return due ? std::optional{times_for(rule, start, *due, calendar)} : std::nullopt;
}

ClockState state_of(const ClockTimes& times, UtcTime now) {
  if (now >= times.due) return ClockState::overdue;
  return now >= times.warn_at ? ClockState::due_soon : ClockState::on_time;
}

}  // namespace nrm::pathway
