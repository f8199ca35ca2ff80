#include <gtest/gtest.h>

#include "nrm/duty/roster.hpp"

namespace nrm::duty {
namespace {

constexpr int kNight = 22 * 60, kMorning = 6 * 60;

UtcTime at(const char* text) {
  return *parse_rfc3339(text);
}
std::string said(const std::vector<Stretch>& all) {
  std::string out;
  for (const auto& stretch : all)
    out += fmt::format("{}..{} {};", to_rfc3339(stretch.from), to_rfc3339(stretch.until), stretch.phone);
  return out;
}
Roster every_night() {
  Roster out{.exists = true};
  for (int weekday = 1; weekday <= 7; ++weekday) out.week.push_back({weekday, kNight, kMorning, "+44 20 0000 0001"});
  return out;
}
const ExceptionId kAny{Uuid{}};

TEST(Stretches, a_night_shift_goes_on_after_midnight) {
  Roster roster{.exists = true, .week = {{1, kNight, kMorning, "100"}}};  // Monday
  const WallClock minsk{"Europe/Minsk"};
  EXPECT_EQ(said(on_duty_at(roster, minsk, at("2026-11-23T18:59:59Z"))), "");
  EXPECT_EQ(said(on_duty_at(roster, minsk, at("2026-11-23T19:00:00Z"))),
            "2026-11-23T19:00:00Z..2026-11-24T03:00:00Z 100;");
  EXPECT_EQ(said(on_duty_at(roster, minsk, at("2026-11-24T02:59:59Z"))),
            "2026-11-23T19:00:00Z..2026-11-24T03:00:00Z 100;");
  EXPECT_EQ(said(on_duty_at(roster, minsk, at("2026-11-24T03:00:00Z"))), "");
}

TEST(Stretches, a_sunday_night_ends_on_monday) {
  Roster roster{.exists = true, .week = {{7, kNight, kMorning, "700"}}};
  EXPECT_EQ(said(on_duty_at(roster, WallClock{"Europe/Minsk"}, at("2026-11-23T00:00:00Z"))),
            "2026-11-22T19:00:00Z..2026-11-23T03:00:00Z 700;");
}

TEST(Stretches, the_night_that_winter_time_begins_has_nine_hours_and_that_of_summer_time_seven) {
  const WallClock london{"Europe/London"};
  const auto autumn = on_duty_at(every_night(), london, at("2026-10-25T01:30:00Z"));
  EXPECT_EQ(said(autumn), "2026-10-24T21:00:00Z..2026-10-25T06:00:00Z +44 20 0000 0001;");
  EXPECT_EQ(autumn[0].until - autumn[0].from, std::chrono::hours{9});
  const auto spring = on_duty_at(every_night(), london, at("2026-03-29T01:30:00Z"));
  EXPECT_EQ(said(spring), "2026-03-28T22:00:00Z..2026-03-29T05:00:00Z +44 20 0000 0001;");
  EXPECT_EQ(spring[0].until - spring[0].from, std::chrono::hours{7});
}

TEST(Stretches, nights_and_days_leave_no_gap_over_a_change_of_time) {
  auto roster = every_night();
  for (int weekday = 1; weekday <= 7; ++weekday) roster.week.push_back({weekday, kMorning, kNight, "200"});
  const WallClock london{"Europe/London"};
  for (const auto* from : {"2026-10-22T12:00:00Z", "2026-03-26T12:00:00Z"})
    EXPECT_EQ(said(gaps(roster, london, at(from), at(from) + kLookAhead)), "") << from;
}

TEST(Stretches, a_shift_within_the_hour_that_is_skipped_is_none) {
  Roster roster{.exists = true, .week = {{7, 75, 105, "1"}}};  // 01:15 to 01:45
  const WallClock london{"Europe/London"};
  EXPECT_EQ(said(stretches(roster, london, at("2026-03-28T12:00:00Z"), at("2026-03-29T12:00:00Z"))), "");
  EXPECT_EQ(said(stretches(roster, london, at("2026-10-24T12:00:00Z"), at("2026-10-25T12:00:00Z"))),
            "2026-10-25T00:15:00Z..2026-10-25T00:45:00Z 1;");
}

TEST(Stretches, an_exception_stands_instead_of_the_week) {
  auto roster = every_night();
  roster.exceptions = {{kAny, at("2026-07-01T23:00:00Z"), at("2026-07-02T01:00:00Z"), "999"}};
  const WallClock london{"Europe/London"};
  EXPECT_EQ(said(stretches(roster, london, at("2026-07-01T12:00:00Z"), at("2026-07-02T12:00:00Z"))),
            "2026-07-01T21:00:00Z..2026-07-01T23:00:00Z +44 20 0000 0001;"
            "2026-07-01T23:00:00Z..2026-07-02T01:00:00Z 999;"
            "2026-07-02T01:00:00Z..2026-07-02T05:00:00Z +44 20 0000 0001;");
  roster.exceptions[0].phone.clear();
  EXPECT_EQ(said(on_duty_at(roster, london, at("2026-07-02T00:00:00Z"))), "");
  EXPECT_EQ(said(gaps(roster, london, at("2026-07-01T22:00:00Z"), at("2026-07-02T04:00:00Z"))),
            "2026-07-01T23:00:00Z..2026-07-02T01:00:00Z ;");
}

TEST(Stretches, two_who_are_on_duty_at_once_are_both_told) {
  Roster roster{.exists = true, .week = {{3, 0, kDayMinutes, "day"}, {3, 480, 960, "noon"}}};
  const WallClock minsk{"Europe/Minsk"};
  EXPECT_EQ(on_duty_at(roster, minsk, at("2026-11-25T09:00:00Z")).size(), 2U);
  EXPECT_EQ(next_change(roster, minsk, at("2026-11-25T09:00:00Z")), at("2026-11-25T13:00:00Z"));
  EXPECT_EQ(next_change(roster, minsk, at("2026-11-25T13:00:00Z")), at("2026-11-25T21:00:00Z"));
  EXPECT_EQ(next_change(roster, minsk, at("2026-11-25T21:00:00Z")), at("2026-12-01T21:00:00Z"));
}

TEST(Stretches, a_roster_without_shifts_is_one_gap) {
  const auto from = at("2026-11-25T09:00:00Z");
  EXPECT_EQ(gaps({.exists = true}, WallClock{"Europe/Minsk"}, from, from + kLookAhead),
            (std::vector<Stretch>{{from, from + kLookAhead, {}}}));
  EXPECT_FALSE(next_change({.exists = true}, WallClock{"Europe/Minsk"}, from));
}

TEST(Phone, is_what_one_can_call) {
  for (const auto* good : {"112", "+375 17 000-00-00", "(017) 000 00 00"}) EXPECT_TRUE(is_phone(good)) << good;
  for (const auto* bad : {"", "12", "ask Anna", "112;echo", "+++", "1234567890123456789012345678901234"})
    EXPECT_FALSE(is_phone(bad)) << bad;
}

}  // namespace
}  // namespace nrm::duty
