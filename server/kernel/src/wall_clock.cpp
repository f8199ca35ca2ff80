#include "nrm/kernel/wall_clock.hpp"

#include <unicode/timezone.h>

#include <algorithm>
#include <stdexcept>

namespace nrm {

using std::chrono::days;
using std::chrono::sys_days;

namespace {

constexpr std::int64_t kMinuteMs = 60'000;
constexpr std::int64_t kDayMinutes = 1440;

}  // namespace

// Read-only after construction, so it may be asked from any thread.
struct WallClock::Zone {
  std::unique_ptr<icu::TimeZone> icu_zone;

  explicit Zone(const std::string& name) : icu_zone{icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(name))} {
    if (*icu_zone == icu::TimeZone::getUnknown()) throw std::invalid_argument{"unknown time zone " + name};
  }
  std::int64_t offset_ms(std::int64_t utc_ms) const {
    std::int32_t raw = 0, dst = 0;
    UErrorCode status = U_ZERO_ERROR;
    icu_zone->getOffset(static_cast<double>(utc_ms), false, raw, dst, status);
    return static_cast<std::int64_t>(raw) + dst;
  }
};

WallClock::WallClock(const std::string& time_zone) : zone_{std::make_unique<Zone>(time_zone)} {}
WallClock::~WallClock() = default;
WallClock::WallClock(WallClock&&) noexcept = default;
WallClock& WallClock::operator=(WallClock&&) noexcept = default;

WallTime WallClock::at(UtcTime time) const {
  const std::int64_t utc_ms = time.unix_us() / 1000;
  const std::chrono::sys_time<std::chrono::milliseconds> local{
      std::chrono::milliseconds{utc_ms + zone_->offset_ms(utc_ms)}};
  const auto day = std::chrono::floor<days>(local);
  return {Date{day}, static_cast<int>(std::chrono::floor<std::chrono::minutes>(local - day).count())};
}

UtcTime WallClock::when(Date date, int minute) const {
  const auto local_ms =
      (static_cast<std::int64_t>(sys_days{date}.time_since_epoch().count()) * kDayMinutes + minute) * kMinuteMs;
  // No zone is further than a day from UTC, and none changes twice in two days.
  const auto before = zone_->offset_ms(local_ms - kDayMinutes * kMinuteMs);
  const auto after = zone_->offset_ms(local_ms + kDayMinutes * kMinuteMs);
  const auto early = local_ms - before;
  const auto late = local_ms - after;
  if (zone_->offset_ms(early) == before) return UtcTime::from_unix_us(early * 1000);
  if (zone_->offset_ms(late) == after) return UtcTime::from_unix_us(late * 1000);
  // Skipped: the moment of the jump lies between the two readings.
  auto low = std::min(early, late), high = std::max(early, late);
  while (high - low > 1) {
    const auto middle = low + (high - low) / 2;
    (zone_->offset_ms(middle) == before ? low : high) = middle;
  }
  return UtcTime::from_unix_us(high * 1000);
}

}  // namespace nrm
