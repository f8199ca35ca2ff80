// Times are UTC microseconds; dates about people are plain dates. No code but SystemClock asks the machine.
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace nrm {

class UtcTime {
 public:
  constexpr UtcTime() = default;
  static constexpr UtcTime from_unix_us(std::int64_t us) { return UtcTime{us}; }
  constexpr std::int64_t unix_us() const { return us_; }
  constexpr std::int64_t unix_hours() const { return us_ >= 0 ? us_ / kHourUs : -((-us_ + kHourUs - 1) / kHourUs); }
  constexpr auto operator<=>(const UtcTime&) const = default;
  friend constexpr UtcTime operator+(UtcTime time, std::chrono::microseconds span) {
    return UtcTime{time.us_ + span.count()};
  }
  friend constexpr UtcTime operator-(UtcTime time, std::chrono::microseconds span) {
    return UtcTime{time.us_ - span.count()};
  }
  friend constexpr std::chrono::microseconds operator-(UtcTime a, UtcTime b) {
    return std::chrono::microseconds{a.us_ - b.us_};
  }

 private:
  static constexpr std::int64_t kHourUs = 3'600'000'000;
  explicit constexpr UtcTime(std::int64_t us) : us_{us} {}
  std::int64_t us_ = 0;
};

// RFC 3339 with seconds, or microseconds where they are not zero: 2018-02-15T09:30:00Z.
std::string to_rfc3339(UtcTime time);
std::optional<UtcTime> parse_rfc3339(std::string_view text);

using Date = std::chrono::year_month_day;
// YYYY-MM-DD, a real date between years 1900 and 2200.
std::string to_iso(Date date);
std::optional<Date> parse_iso_date(std::string_view text);

class Clock {
 public:
  virtual ~Clock() = default;
  // Thread-safe.
  virtual UtcTime now() const = 0;
  // Never jumps; only differences mean anything.
  virtual std::chrono::microseconds monotonic() const = 0;
};

class SystemClock final : public Clock {
 public:
  UtcTime now() const override;
  std::chrono::microseconds monotonic() const override;
};

// For tests: stands still until it is told to move. Not thread-safe while being set.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(UtcTime start) : now_{start} {}
  UtcTime now() const override { return now_; }
  std::chrono::microseconds monotonic() const override { return now_ - UtcTime{}; }
  void set(UtcTime time) { now_ = time; }
  void advance(std::chrono::microseconds span) { now_ = now_ + span; }

 private:
  UtcTime now_;
};

}  // namespace nrm
