#include "nrm/pathway/clock.hpp"

#include <algorithm>
#include <array>
#include <utility>

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

}  // namespace

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
  const auto due = end_of_period(start, rule.due, calendar);
  const auto warn_at = rule.warn_before.count == 0 ? due : before(due, rule.warn_before, calendar);
  return {start, due, std::max(start, warn_at)};
}

ClockState state_of(const ClockTimes& times, UtcTime now) {
  if (now >= times.due) return ClockState::overdue;
  return now >= times.warn_at ? ClockState::due_soon : ClockState::on_time;
}

}  // namespace nrm::pathway
