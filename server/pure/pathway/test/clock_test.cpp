// Known deadlines of the Belarus calendar, counted by hand from the published days.
#include <gtest/gtest.h>

#include "broken_pack.hpp"

namespace nrm::pathway {
namespace {

UtcTime at(std::string_view text) {
  return *parse_rfc3339(text);
}
Date day(std::string_view text) {
  return *parse_iso_date(text);
}

const Pack& by() {
  static const Pack pack = std::move(load_pack(pack_by()).value());
  return pack;
}

std::string due(std::string_view clock, std::string_view start) {
  return to_rfc3339(clock_for(*by().pathway.find_clock(clock), at(start), *by().calendar).due);
}

TEST(CalendarOfBelarus, May2018) {
  const auto& calendar = *by().calendar;
  EXPECT_TRUE(calendar.is_working(day("2018-04-28")));   // Saturday, worked for 30 April
  EXPECT_FALSE(calendar.is_working(day("2018-04-30")));  // Monday, moved
  EXPECT_FALSE(calendar.is_working(day("2018-05-01")));
  EXPECT_TRUE(calendar.is_working(day("2018-05-02")));
  EXPECT_FALSE(calendar.is_working(day("2018-05-09")));
}

TEST(CalendarOfBelarus, May2024) {
  const auto& calendar = *by().calendar;
  EXPECT_FALSE(calendar.is_working(day("2024-05-13")));  // Monday, moved to Saturday 18
  EXPECT_FALSE(calendar.is_working(day("2024-05-14")));  // Radunitsa
  EXPECT_TRUE(calendar.is_working(day("2024-05-18")));
  EXPECT_TRUE(calendar.is_working(day("2024-05-15")));
}

TEST(CalendarOfBelarus, SecondOfJanuaryIsAHolidaySince2020) {
  EXPECT_TRUE(by().calendar->is_working(day("2019-01-02")));
  EXPECT_FALSE(by().calendar->is_working(day("2020-01-02")));
  EXPECT_FALSE(by().calendar->is_working(day("2024-01-02")));
}

TEST(CalendarOfBelarus, AnObservanceIsNoDayOff) {
  EXPECT_TRUE(by().calendar->is_working(day("2018-04-02")));
  EXPECT_TRUE(by().calendar->is_working(day("2028-11-02")));
}

TEST(Clock, AnAnswerIsDueThreeWorkingDaysAfterAcrossTheMayHolidays) {
  // Friday 27 April 2018: working Saturday 28, then 2 and 3 May; 24:00 in Minsk is 21:00 UTC.
  EXPECT_EQ(due("referral-answer", "2018-04-27T09:00:00Z"), "2018-05-03T21:00:00Z");
  // Friday 10 May 2024: 15, 16 and 17 May.
  EXPECT_EQ(due("referral-answer", "2024-05-10T09:00:00Z"), "2024-05-17T21:00:00Z");
}

TEST(Clock, AnUrgentAnswerIsDueInElapsedHours) {
  EXPECT_EQ(due("referral-answer-urgent", "2018-04-30T22:15:00Z"), "2018-05-01T22:15:00Z");
  EXPECT_EQ(due("decide-age-class", "2018-04-30T22:15:00Z"), "2018-05-01T22:15:00Z");
}

TEST(Clock, SentAfterMidnightInMinskCountsAsThatDay) {
  EXPECT_EQ(due("referral-answer", "2018-06-04T20:59:59Z"), "2018-06-07T21:00:00Z");
  EXPECT_EQ(due("referral-answer", "2018-06-04T21:00:00Z"), "2018-06-08T21:00:00Z");
}

TEST(Clock, ProtectionRunsThirtyDays) {
  EXPECT_EQ(due("protection-period", "2018-02-15T09:00:00Z"), "2018-03-17T21:00:00Z");
}

TEST(Clock, SixMonthsEndOnTheSameDayOrTheMonthsLast) {
  EXPECT_EQ(due("child-placement", "2018-02-15T09:00:00Z"), "2018-08-15T21:00:00Z");
  EXPECT_EQ(due("child-placement", "2018-08-31T09:00:00Z"), "2019-02-28T21:00:00Z");
}

TEST(Clock, WarnsOneWorkingDayBeforeAndIsOverdueWhenTheDayHasEnded) {
  const auto times = clock_for(*by().pathway.find_clock("referral-answer"), at("2018-04-27T09:00:00Z"), *by().calendar);
  EXPECT_EQ(to_rfc3339(times.warn_at), "2018-05-02T21:00:00Z");
  EXPECT_EQ(state_of(times, at("2018-05-02T20:59:59Z")), ClockState::on_time);
  EXPECT_EQ(state_of(times, at("2018-05-02T21:00:00Z")), ClockState::due_soon);
  EXPECT_EQ(state_of(times, at("2018-05-03T20:59:59Z")), ClockState::due_soon);
  EXPECT_EQ(state_of(times, at("2018-05-03T21:00:00Z")), ClockState::overdue);
}

TEST(Clock, NeverWarnsBeforeItStartsAndNotAtAllWithoutAWarning) {
  const auto& calendar = *by().calendar;
  ClockRule rule{"x", {}, "case.opened", {1, PeriodUnit::hours}, {1, PeriodUnit::working_days}, "remind", {}};
  const auto start = at("2018-06-04T09:00:00Z");
  EXPECT_EQ(clock_for(rule, start, calendar).warn_at, start);
  rule.warn_before = {};
  const auto times = clock_for(rule, start, calendar);
  EXPECT_EQ(times.warn_at, times.due);
  EXPECT_EQ(state_of(times, start), ClockState::on_time);
}

ClockRule counting(int count, PeriodUnit unit) {
  return {"x", {}, "case.opened", {count, unit}, {}, "remind", {}};
}
std::string paused_due(const ClockRule& rule, std::string_view start, const std::vector<Pause>& pauses) {
  const auto times = clock_for(rule, at(start), pauses, *by().calendar);
  return times ? to_rfc3339(times->due) : "stands still";
}

TEST(PausedClock, HoursCountWhileItRunsWhateverOverlaps) {
  const auto day = counting(24, PeriodUnit::hours);
  const std::string start = "2018-06-04T09:00:00Z";
  EXPECT_EQ(paused_due(day, start, {}), "2018-06-05T09:00:00Z");
  EXPECT_EQ(paused_due(day, start, {{at("2018-06-04T10:00:00Z"), at("2018-06-04T15:00:00Z")}}), "2018-06-05T14:00:00Z");
  EXPECT_EQ(paused_due(day, start,
                       {{at("2018-06-04T14:00:00Z"), at("2018-06-04T16:00:00Z")},
                        {at("2018-06-04T10:00:00Z"), at("2018-06-04T15:00:00Z")}}),
            "2018-06-05T15:00:00Z");
  EXPECT_EQ(paused_due(day, start, {{at("2018-06-05T09:00:00Z"), at("2018-06-09T09:00:00Z")}}), "2018-06-05T09:00:00Z");
  EXPECT_EQ(paused_due(day, start, {{at("2018-06-05T08:59:59Z")}}), "stands still");
  EXPECT_EQ(paused_due(day, start, {{at("2018-06-01T00:00:00Z"), at("2018-06-04T12:00:00Z")}}), "2018-06-05T12:00:00Z");
}

TEST(PausedClock, ADayCountsWhereItRunsAtItsEnd) {
  const auto days = counting(3, PeriodUnit::calendar_days);
  const std::string start = "2018-06-04T09:00:00Z";
  EXPECT_EQ(paused_due(days, start, {{at("2018-06-05T05:00:00Z"), at("2018-06-05T21:00:00Z")}}),
            "2018-06-07T21:00:00Z");
  EXPECT_EQ(paused_due(days, start, {{at("2018-06-05T21:00:00Z"), at("2018-06-05T21:00:01Z")}}),
            "2018-06-08T21:00:00Z");
  EXPECT_EQ(paused_due(days, start, {{at("2018-06-07T21:00:01Z")}}), "2018-06-07T21:00:00Z");
  EXPECT_EQ(paused_due(days, start, {{at("2018-06-07T21:00:00Z")}}), "stands still");
}

TEST(PausedClock, AMonthHasTheDaysItHasFromItsStart) {
  // 28 days to 15 March, and the two that were lost.
  EXPECT_EQ(paused_due(counting(1, PeriodUnit::calendar_months), "2018-02-15T09:00:00Z",
                       {{at("2018-02-20T09:00:00Z"), at("2018-02-22T09:00:00Z")}}),
            "2018-03-17T21:00:00Z");
}

TEST(Clock, ARuleIsFoundByItsIdOrItsStep) {
  const auto& pathway = by().pathway;
  EXPECT_EQ(pathway.find_rule("referral-answer")->on_breach, "escalate");
  EXPECT_EQ(pathway.find_rule("referral-answer")->pauses_on,
            (std::vector<std::string>{"consent-paused", "question-open"}));
  EXPECT_EQ(pathway.find_rule("identification.recognise")->due, (Period{30, PeriodUnit::calendar_days}));
  EXPECT_FALSE(pathway.find_rule("identification.stop"));
  EXPECT_FALSE(pathway.find_rule("no-such-rule"));
}

TEST(Clock, AStepHasTheTimesOfThePack) {
  const auto& track = *by().pathway.find_track("identification");
  for (const auto& step : track.transitions) {
    const auto clock = clock_of(step);
    EXPECT_EQ(clock.has_value(), step.latest.has_value()) << step.id;
    if (clock) {
      EXPECT_GE(clock_for(*clock, at("2018-02-15T09:00:00Z"), *by().calendar).due, at("2018-02-15T09:00:00Z"));
    }
  }
  const auto& help = *by().pathway.find_track("protection");
  const auto closing = std::find_if(help.transitions.begin(), help.transitions.end(),
                                    [](const auto& step) { return step.id == "protection.close-after-follow-up"; });
  ASSERT_NE(closing, help.transitions.end());
  EXPECT_EQ(to_rfc3339(earliest_of(*closing, at("2018-02-15T09:00:00Z"), *by().calendar).value()),
            "2018-03-17T21:00:00Z");
}

}  // namespace
}  // namespace nrm::pathway
