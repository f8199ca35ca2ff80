// Hiding of small counts in a table whose total is known.
#pragma once

#include <cstdint>
#include <vector>

namespace nrm::disclosure {

// Counts below it are about too few to be shown outside the body that they are about.
inline constexpr std::int64_t kSmallest = 10;

inline bool is_small(std::int64_t count) {
  return count > 0 && count < kSmallest;
}

struct Shown {
  bool total = true;
  std::vector<bool> cells;  // whether each may be shown, in the order given
};
// `hidden`, where it is not empty, names cells that must not be shown for another reason: another table would give them
// away. The counts are not below zero.
Shown shown_cells(const std::vector<std::int64_t>& counts, const std::vector<bool>& hidden = {});

}  // namespace nrm::disclosure
