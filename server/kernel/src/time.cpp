#include "nrm/kernel/time.hpp"

#include <charconv>

#include <fmt/format.h>

namespace nrm {
namespace {

using namespace std::chrono;

std::optional<int> digits(std::string_view text, std::size_t from, std::size_t count) {
  if (from + count > text.size()) return std::nullopt;
  int value = 0;
  for (const char letter : text.substr(from, count)) {
    if (letter < '0' || letter > '9') return std::nullopt;
    value = value * 10 + (letter - '0');
  }
  return value;
}

std::optional<std::int64_t> fraction_us(std::string_view text) {
  if (text.empty()) return 0;
  if (text.size() < 2 || text.size() > 7 || text[0] != '.') return std::nullopt;
  const auto value = digits(text, 1, text.size() - 1);
  if (!value) return std::nullopt;
  std::int64_t us = *value;
  for (auto i = text.size() - 1; i < 6; ++i) us *= 10;
  return us;
}

}  // namespace

std::string to_iso(Date date) {
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

std::optional<Date> parse_iso_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto y = digits(text, 0, 4), m = digits(text, 5, 2), d = digits(text, 8, 2);
  if (!y || !m || !d) return std::nullopt;
  const Date date{year{*y}, month{static_cast<unsigned>(*m)}, day{static_cast<unsigned>(*d)}};
  if (!date.ok() || *y < 1900 || *y > 2200) return std::nullopt;
  return date;
}

std::string to_rfc3339(UtcTime time) {
  const sys_time<microseconds> point{microseconds{time.unix_us()}};
  const auto midnight = floor<days>(point);
  const hh_mm_ss<microseconds> clock{point - midnight};
  auto out = fmt::format("{}T{:02}:{:02}:{:02}", to_iso(Date{midnight}), clock.hours().count(), clock.minutes().count(),
                         clock.seconds().count());
  if (clock.subseconds().count() != 0) out += fmt::format(".{:06}", clock.subseconds().count());
  return out + "Z";
}

std::optional<UtcTime> parse_rfc3339(std::string_view text) {
  if (text.size() < 20 || text[10] != 'T' || text[13] != ':' || text[16] != ':' || text.back() != 'Z')
    return std::nullopt;
  const auto date = parse_iso_date(text.substr(0, 10));
  const auto h = digits(text, 11, 2), m = digits(text, 14, 2), s = digits(text, 17, 2);
  const auto us = fraction_us(text.substr(19, text.size() - 20));
  if (!date || !h || !m || !s || !us || *h > 23 || *m > 59 || *s > 59) return std::nullopt;
  const auto point = sys_days{*date} + hours{*h} + minutes{*m} + seconds{*s} + microseconds{*us};
  return UtcTime::from_unix_us(duration_cast<microseconds>(point.time_since_epoch()).count());
}

UtcTime SystemClock::now() const {
  return UtcTime::from_unix_us(duration_cast<microseconds>(system_clock::now().time_since_epoch()).count());
}

microseconds SystemClock::monotonic() const {
  return duration_cast<microseconds>(steady_clock::now().time_since_epoch());
}

}  // namespace nrm
