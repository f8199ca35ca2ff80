#include "nrm/kernel/calendar.hpp"

#include <unicode/timezone.h>

#include <stdexcept>

namespace nrm {

using std::chrono::days;
using std::chrono::sys_days;

// ICU's zone is read-only after construction, so getOffset may be called from any thread.
struct Calendar::Zone {
  std::unique_ptr<icu::TimeZone> icu_zone;

  explicit Zone(const std::string& name) : icu_zone{icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(name))} {
    if (*icu_zone == icu::TimeZone::getUnknown()) throw std::invalid_argument{"unknown time zone " + name};
  }
  std::int64_t offset_us(double date_ms, bool local) const {
    std::int32_t raw = 0, dst = 0;
    UErrorCode status = U_ZERO_ERROR;
    icu_zone->getOffset(date_ms, local, raw, dst, status);
    return (static_cast<std::int64_t>(raw) + dst) * 1000;
  }
};

Calendar::Calendar(std::string time_zone, std::set<Date> days_off, std::set<Date> days_on, Date known_until)
    : time_zone_{std::move(time_zone)},
      days_off_{std::move(days_off)},
      days_on_{std::move(days_on)},
      known_until_{known_until},
      zone_{std::make_unique<Zone>(time_zone_)} {}
Calendar::~Calendar() = default;
Calendar::Calendar(Calendar&&) noexcept = default;
Calendar& Calendar::operator=(Calendar&&) noexcept = default;

bool Calendar::is_working(Date date) const {
  if (days_on_.contains(date)) return true;
  if (days_off_.contains(date)) return false;
  const auto weekday = std::chrono::weekday{sys_days{date}}.iso_encoding();
  return weekday <= 5;
}

Date Calendar::local_date(UtcTime time) const {
  const std::int64_t utc_ms = time.unix_us() / 1000;
  const auto offset = zone_->offset_us(static_cast<double>(utc_ms), false);
  const std::chrono::sys_time<std::chrono::microseconds> local{std::chrono::microseconds{time.unix_us() + offset}};
  return Date{std::chrono::floor<days>(local)};
}

UtcTime Calendar::end_of(Date date) const {
  const auto midnight = sys_days{date} + days{1};
  const auto local_us = std::chrono::duration_cast<std::chrono::microseconds>(midnight.time_since_epoch()).count();
  const std::int64_t local_ms = local_us / 1000;
  const auto offset = zone_->offset_us(static_cast<double>(local_ms), true);
  return UtcTime::from_unix_us(local_us - offset);
}

UtcTime Calendar::deadline(UtcTime start, Span span) const {
  if (span.unit == TimeUnit::hours) return start + std::chrono::hours{span.count};
  auto day = sys_days{local_date(start)};
  if (span.unit == TimeUnit::calendar_days) return end_of(Date{day + days{span.count}});
  for (int left = span.count; left > 0;) {
    day += days{1};
    if (is_working(Date{day})) --left;
  }
  return end_of(Date{day});
}

int Calendar::working_days_between(Date from, Date to) const {
  if (to < from) return -working_days_between(to, from);
  int count = 0;
  for (auto day = sys_days{from} + days{1}; day <= sys_days{to}; day += days{1})
    if (is_working(Date{day})) ++count;
  return count;
}

}  // namespace nrm
