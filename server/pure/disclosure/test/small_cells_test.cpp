#include "nrm/disclosure/small_cells.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <numeric>

namespace nrm::disclosure {
namespace {

using Cells = std::vector<bool>;

TEST(SmallCells, TenIsShownAndNineIsNot) {
  EXPECT_EQ(shown_cells({10, 40, 50}).cells, (Cells{true, true, true}));
  EXPECT_EQ(shown_cells({9, 40, 50}).cells, (Cells{false, false, true}));
}

TEST(SmallCells, WhatTheTotalWouldGiveAwayIsHiddenToo) {
  EXPECT_EQ(shown_cells({3, 100}).cells, (Cells{false, false}));
  // Two small ones that come to ten between them hide each other.
  EXPECT_EQ(shown_cells({4, 6, 80}).cells, (Cells{false, false, true}));
  EXPECT_EQ(shown_cells({4, 5, 80, 30}).cells, (Cells{false, false, true, false}));
}

TEST(SmallCells, NothingOfASmallTableIsShown) {
  const auto shown = shown_cells({2, 3, 0});
  EXPECT_FALSE(shown.total);
  EXPECT_EQ(shown.cells, (Cells{false, false, false}));
}

TEST(SmallCells, EmptyCellsAreShown) {
  EXPECT_EQ(shown_cells({0, 20, 0}).cells, (Cells{true, true, true}));
  EXPECT_TRUE(shown_cells({0, 0}).total);
}

TEST(SmallCells, WhatAnotherTableWouldGiveAwayIsHidden) {
  EXPECT_EQ(shown_cells({20, 30, 40}, {false, true, false}).cells, (Cells{false, false, true}));
}

TEST(SmallCells, NoSmallCountCanBeGotByAnySubtraction) {
  EXPECT_TRUE(rc::check([] {
    const auto counts = *rc::gen::container<std::vector<std::int64_t>>(rc::gen::inRange<std::int64_t>(0, 60));
    const auto shown = shown_cells(counts);
    const auto total = std::accumulate(counts.begin(), counts.end(), std::int64_t{0});
    RC_ASSERT(shown.total == !is_small(total));
    std::int64_t left = total;
    int hidden = 0;
    for (std::size_t at = 0; at < counts.size(); ++at) {
      if (shown.cells[at]) RC_ASSERT(!is_small(counts[at]));
      if (shown.cells[at]) left -= counts[at];
      if (!shown.cells[at] && counts[at] > 0) ++hidden;
    }
    if (shown.total) RC_ASSERT(!is_small(left));
    // One cell behind a known total is no secret, unless it is the whole table and not small.
    if (shown.total && hidden == 1) RC_ASSERT(left == total && !is_small(left));
  }));
}

}  // namespace
}  // namespace nrm::disclosure
