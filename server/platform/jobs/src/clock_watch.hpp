// Holds consequences while the wall clock cannot be trusted: a deadline must not pass because somebody set the clock.
#pragma once

#include <chrono>

#include "nrm/kernel/time.hpp"

namespace nrm::jobs {

class ClockWatch {
 public:
  explicit ClockWatch(const Clock& clock) : clock_{clock}, wall_{clock.now()}, monotonic_{clock.monotonic()} {}
  bool is_off() const {
    const auto apart = (clock_.now() - wall_) - (clock_.monotonic() - monotonic_);
    return std::chrono::abs(apart) > kTolerance;
  }

 private:
  // Wider than any slew of time synchronisation, narrower than the shortest answer clock.
  static constexpr std::chrono::microseconds kTolerance = std::chrono::hours{1};
  const Clock& clock_;
  UtcTime wall_;
  std::chrono::microseconds monotonic_;
};

}  // namespace nrm::jobs
