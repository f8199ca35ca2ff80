#include <algorithm>
#include <tuple>

#include "nrm/duty/roster.hpp"

namespace nrm::duty {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

bool overlaps(const Stretch& stretch, UtcTime from, UtcTime until) {
  return stretch.from < until && stretch.until > from;
}

Stretch stretch_on(const Shift& shift, const WallClock& wall, Date day) {
  const int length = shift.until > shift.from ? shift.until : shift.until + kDayMinutes;
  return {wall.when(day, shift.from), wall.when(day, length), shift.phone, shift.member};
}

// From the day before: a night shift reaches into the first day.
std::vector<Stretch> of_week(const std::vector<Shift>& week, const WallClock& wall, UtcTime from, UtcTime until) {
  std::vector<Stretch> out;
  const sys_days last{wall.at(until).date};
  for (auto day = sys_days{wall.at(from).date} - days{1}; day <= last; day += days{1})
    for (const auto& shift : week) {
      if (static_cast<int>(std::chrono::weekday{day}.iso_encoding()) != shift.weekday) continue;
      const auto stretch = stretch_on(shift, wall, Date{day});
      if (stretch.from < stretch.until && overlaps(stretch, from, until)) out.push_back(stretch);
    }
  return out;
}

// What is left of the stretches where the exception does not stand.
std::vector<Stretch> around(const std::vector<Stretch>& all, const Exception& exception) {
  std::vector<Stretch> out;
  for (const auto& stretch : all) {
    auto before = stretch, after = stretch;
    before.until = std::min(stretch.until, exception.from);
    after.from = std::max(stretch.from, exception.until);
    if (before.from < before.until) out.push_back(before);
    if (after.from < after.until) out.push_back(after);
  }
  return out;
}

}  // namespace

bool is_phone(std::string_view text) {
  if (text.size() > kMaxPhone || text.empty()) return false;
  const auto allowed = [](char c) {
    return (c >= '0' && c <= '9') || std::string_view{"+-() "}.find(c) != std::string_view::npos;
  };
  return std::ranges::all_of(text, allowed) &&
         std::ranges::count_if(text, [](char c) { return c >= '0' && c <= '9'; }) >= 3;
}

std::vector<Stretch> stretches(const Roster& roster, const WallClock& wall, UtcTime from, UtcTime until) {
  auto out = of_week(roster.week, wall, from, until);
  for (const auto& exception : roster.exceptions) out = around(out, exception);
  for (const auto& exception : roster.exceptions)
    if (!exception.phone.empty()) out.push_back({exception.from, exception.until, exception.phone, exception.member});
  std::erase_if(out, [&](const Stretch& stretch) { return !overlaps(stretch, from, until); });
  std::ranges::sort(out, {},
                    [](const Stretch& stretch) { return std::tie(stretch.from, stretch.until, stretch.phone); });
  return out;
}

std::vector<Stretch> on_duty_at(const Roster& roster, const WallClock& wall, UtcTime at) {
  return stretches(roster, wall, at, at + std::chrono::microseconds{1});
}

std::optional<UtcTime> next_change(const Roster& roster, const WallClock& wall, UtcTime at) {
  std::optional<UtcTime> out;
  const auto consider = [&](UtcTime moment) {
    if (moment > at && moment <= at + kLookAhead && (!out || moment < *out)) out = moment;
  };
  for (const auto& stretch : stretches(roster, wall, at, at + kLookAhead)) {
    consider(stretch.from);
    consider(stretch.until);
  }
  return out;
}

std::vector<Stretch> gaps(const Roster& roster, const WallClock& wall, UtcTime from, UtcTime until) {
  std::vector<Stretch> out;
  auto covered_to = from;
  for (const auto& stretch : stretches(roster, wall, from, until)) {
    if (stretch.from > covered_to) out.push_back({covered_to, stretch.from, {}});
    covered_to = std::max(covered_to, stretch.until);
  }
  if (covered_to < until) out.push_back({covered_to, until, {}});
  return out;
}

}  // namespace nrm::duty
