// Holds consequences while the wall clock cannot be trusted: a deadline must not pass because somebody set the clock.
#pragma once

#include <chrono>
#include <optional>

#include "nrm/kernel/time.hpp"

namespace nrm::jobs {

class ClockWatch {
 public:
  ClockWatch(const Clock& clock, std::optional<UtcTime> latest_known)
      : clock_{clock}, latest_known_{latest_known}, wall_{clock.now()}, monotonic_{clock.monotonic()} {}
  bool is_off() {
    if (began_behind()) return true;
    const auto apart = (clock_.now() - wall_) - (clock_.monotonic() - monotonic_);
    return std::chrono::abs(apart) > kTolerance;
  }

 private:
  // A clock that is set right while the server runs is trusted from then on.
  bool began_behind() {
    if (!latest_known_) return false;
    if (clock_.now() + kTolerance < *latest_known_) return true;
    latest_known_.reset();
    wall_ = clock_.now();
    monotonic_ = clock_.monotonic();
    return false;
  }

  // Wider than any slew of time synchronisation, narrower than the shortest answer clock.
  static constexpr std::chrono::microseconds kTolerance = std::chrono::hours{1};
  const Clock& clock_;
  std::optional<UtcTime> latest_known_;
  UtcTime wall_;
  std::chrono::microseconds monotonic_;
};

}  // namespace nrm::jobs
