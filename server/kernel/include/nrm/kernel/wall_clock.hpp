// What the clock on the wall of a country shows. A day has 23 hours when summer time begins and 25 when it ends.
#pragma once

#include <memory>
#include <string>

#include "nrm/kernel/time.hpp"

namespace nrm {

struct WallTime {
  Date date;
  int minute = 0;  // of the day: 0 to 1439
  bool operator==(const WallTime&) const = default;
};

// Immutable once made; thread-safe.
class WallClock {
 public:
  // Throws std::invalid_argument where the zone is unknown.
  explicit WallClock(const std::string& time_zone);
  ~WallClock();
  WallClock(WallClock&&) noexcept;
  WallClock& operator=(WallClock&&) noexcept;

  WallTime at(UtcTime time) const;
  // When the wall shows it. A time that it skips: when it jumps over it. One that it shows twice: the first. Minutes
  // from 1440 on are of the days that follow.
  UtcTime when(Date date, int minute) const;

 private:
  struct Zone;
  std::unique_ptr<Zone> zone_;
};

}  // namespace nrm
