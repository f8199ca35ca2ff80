#include "loader.hpp"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

namespace nrm::pathway {
namespace {

constexpr std::string_view kFile = "calendars/calendar.csv";
constexpr std::string_view kDayKinds[] = {"public_holiday",      "special_holiday",         "substitute_day",
                                          "day_off_transferred", "working_day_transferred", "observance"};

struct Days {
  std::set<Date> off;
  std::set<Date> on;
  std::map<Date, std::pair<Date, int>> moved;  // date to the other day of its pair, and the line
  std::set<int> years;
};

void check_weekday(Loader& loader, const CsvTable& table, const CsvRow& row, Date date) {
  static constexpr std::string_view names[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  const auto right = names[std::chrono::weekday{std::chrono::sys_days{date}}.c_encoding()];
  if (table.cell(row, "weekday") != right)
    loader.fault(table.file, row.line, "wrong-weekday", fmt::format("{} is a {}", to_iso(date), right));
}

bool is_day_kind(std::string_view kind) {
  return std::find(std::begin(kDayKinds), std::end(kDayKinds), kind) != std::end(kDayKinds);
}

void read_day(Loader& loader, const CsvTable& table, const CsvRow& row, std::set<std::string>& seen, Days& days) {
  const auto& kind = table.cell(row, "kind");
  const auto date = loader.date(table, row, "date", true);
  if (!is_day_kind(kind))
    loader.fault(table.file, row.line, "unknown-day-kind", fmt::format("\"{}\" is no kind of day", kind));
  loader.origin(table, row);
  if (!date) return;
  check_weekday(loader, table, row, *date);
  loader.once(seen, to_iso(*date) + " " + table.cell(row, "name_en"), table, row);
  days.years.insert(static_cast<int>(date->year()));
  // An observance is remembered, not a day off; a holiday may be worked where the law says so (martial law).
  if (kind != "observance" && table.cell(row, "non_working") == "yes") days.off.insert(*date);
  if (kind == "working_day_transferred") days.on.insert(*date);
  if (const auto other = loader.date(table, row, "moved_with", false))
    days.moved[*date] = {*other, row.line};
  else if (kind == "day_off_transferred" || kind == "working_day_transferred")
    loader.fault(table.file, row.line, "unpaired-moved-day", "a moved day names the day it was exchanged with");
}

void check_pairs(Loader& loader, const Days& days) {
  for (const auto& [date, pair] : days.moved) {
    const auto back = days.moved.find(pair.first);
    if (back == days.moved.end() || back->second.first != date)
      loader.fault(std::string{kFile}, pair.second, "unpaired-moved-day",
                   fmt::format("{} names {}, which does not name it back", to_iso(date), to_iso(pair.first)));
    if (days.on.contains(date) && days.off.contains(date))
      loader.fault(std::string{kFile}, pair.second, "contradicting-day",
                   fmt::format("{} is both a day off and a working day", to_iso(date)));
  }
}

void check_years(Loader& loader, const Days& days) {
  if (days.years.empty())
    return loader.fault(std::string{kFile}, 0, "missing-holiday-year", "there is no holiday at all");
  const int last = static_cast<int>(loader.pack.holidays_known_until.year());
  for (int year = *days.years.begin(); year <= last; ++year)
    if (!days.years.contains(year))
      loader.fault(std::string{kFile}, 0, "missing-holiday-year",
                   fmt::format("holidays_known_until says {}, but {} has no row",
                               to_iso(loader.pack.holidays_known_until), year));
}

}  // namespace

void load_calendar(Loader& loader) {
  Days days;
  const auto table = loader.csv(
      std::string{kFile}, {"date", "weekday", "name_en", "kind", "non_working", "moved_with", "verified", "source"},
      {"name_local", "name_local2", "rule", "note"});
  std::set<std::string> seen;
  if (table) {
    for (const auto& row : table->rows) read_day(loader, *table, row, seen, days);
    check_pairs(loader, days);
    check_years(loader, days);
  }
  try {
    loader.pack.calendar = std::make_shared<const Calendar>(loader.pack.time_zone, std::move(days.off),
                                                            std::move(days.on), loader.pack.holidays_known_until);
  } catch (const std::invalid_argument&) {
    loader.fault("pack.toml", 0, "unknown-time-zone", fmt::format("\"{}\" is not a time zone", loader.pack.time_zone));
  }
}

}  // namespace nrm::pathway
