// Working days and deadlines of a country. First day excluded; a day ends at 24:00 local of the last working day;
// hours are elapsed time. Computed here and nowhere else.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>

#include "nrm/kernel/problem.hpp"
#include "nrm/kernel/time.hpp"

namespace nrm {

enum class TimeUnit { hours, calendar_days, working_days };

struct Span {
  int count = 0;
  TimeUnit unit = TimeUnit::hours;
  bool operator==(const Span&) const = default;
};

// Immutable once made; thread-safe.
class Calendar {
 public:
  // days_off: holidays and working days moved away. days_on: Saturdays or Sundays that became working days.
  // known_until: the last date of the last year whose holidays are known.
  Calendar(std::string time_zone, std::set<Date> days_off, std::set<Date> days_on, Date known_until);
  ~Calendar();
  Calendar(Calendar&&) noexcept;
  Calendar& operator=(Calendar&&) noexcept;

  bool is_working(Date date) const;
  Date local_date(UtcTime time) const;
  // 24:00 of that local date.
  UtcTime end_of(Date date) const;
  UtcTime deadline(UtcTime start, Span span) const;
  // Working days strictly after `from` up to and including `to`; negative where `to` is before.
  int working_days_between(Date from, Date to) const;
  Date known_until() const { return known_until_; }
  const std::string& time_zone() const { return time_zone_; }

 private:
  struct Zone;
  std::string time_zone_;
  std::set<Date> days_off_;
  std::set<Date> days_on_;
  Date known_until_;
  std::unique_ptr<Zone> zone_;
};

}  // namespace nrm
