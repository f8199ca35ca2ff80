#include "nrm/kernel/wall_clock.hpp"

#include <gtest/gtest.h>

namespace nrm {
namespace {

Date day(const char* text) {
  return *parse_iso_date(text);
}
std::string utc(const WallClock& clock, const char* date, int minute) {
  return to_rfc3339(clock.when(day(date), minute));
}

TEST(WallClock, shows_the_time_of_the_country) {
  const WallClock london{"Europe/London"};
  EXPECT_EQ(london.at(*parse_rfc3339("2026-07-01T22:30:00Z")), (WallTime{day("2026-07-01"), 23 * 60 + 30}));
  EXPECT_EQ(london.at(*parse_rfc3339("2026-07-01T23:30:00Z")), (WallTime{day("2026-07-02"), 30}));
  EXPECT_EQ(utc(london, "2026-07-02", 30), "2026-07-01T23:30:00Z");
  EXPECT_EQ(utc(london, "2026-01-02", 30), "2026-01-02T00:30:00Z");
  EXPECT_EQ(utc(WallClock{"Europe/Minsk"}, "2026-01-02", 30), "2026-01-01T21:30:00Z");
}

TEST(WallClock, an_hour_that_is_skipped_is_the_jump_itself) {
  const WallClock london{"Europe/London"};
  EXPECT_EQ(utc(london, "2026-03-29", 59), "2026-03-29T00:59:00Z");
  EXPECT_EQ(utc(london, "2026-03-29", 90), "2026-03-29T01:00:00Z");
  EXPECT_EQ(utc(london, "2026-03-29", 120), "2026-03-29T01:00:00Z");
  EXPECT_EQ(utc(london, "2026-03-29", 121), "2026-03-29T01:01:00Z");
}

TEST(WallClock, an_hour_that_comes_twice_is_the_first) {
  const WallClock london{"Europe/London"};
  EXPECT_EQ(utc(london, "2026-10-25", 90), "2026-10-25T00:30:00Z");
  EXPECT_EQ(utc(london, "2026-10-25", 120), "2026-10-25T02:00:00Z");
}

TEST(WallClock, minutes_go_on_into_the_next_day) {
  const WallClock london{"Europe/London"};
  EXPECT_EQ(utc(london, "2026-10-24", 1440 + 360), "2026-10-25T06:00:00Z");
  EXPECT_EQ(utc(london, "2026-06-30", 1440), "2026-06-30T23:00:00Z");
}

TEST(WallClock, refuses_a_zone_that_is_none) {
  EXPECT_THROW(WallClock{"Europe/Atlantis"}, std::invalid_argument);
}

}  // namespace
}  // namespace nrm
