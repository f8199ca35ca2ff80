#include "nrm/supervision/figures.hpp"

#include <gtest/gtest.h>

namespace nrm::supervision {
namespace {

using std::chrono::hours;

const UtcTime kStart = *parse_rfc3339("2018-01-01T00:00:00Z");
const Window kWindow{kStart, kStart + hours{24 * 90}};
const UtcTime kNow = kStart + hours{24 * 100};

Fact asked(int hour, std::string chain = "a") {
  Fact out;
  out.chain = std::move(chain);
  out.need = "shelter";
  out.sent_at = kStart + hours{hour};
  out.due_at = out.sent_at + hours{48};
  return out;
}
Fact answered(int hour, int after, std::string chain = "a", bool accepted = true) {
  auto out = asked(hour, std::move(chain));
  out.seen_at = out.answered_at = out.sent_at + hours{after};
  out.accepted = accepted;
  out.declined = !accepted;
  if (!accepted) out.reason = "no-place";
  return out;
}
Figures of(const std::vector<Fact>& facts, Grouping grouping = Grouping::need, std::int64_t unit = 1) {
  return figures_of(facts, kWindow, kNow, grouping, unit);
}

TEST(Figures, AnAnswerIsInTimeBeforeItsClockRunsOutAndLateFromThenOn) {
  const auto total = of({answered(0, 47), answered(0, 48), answered(0, 49)}).total;
  EXPECT_EQ(total.asked, 3);
  EXPECT_EQ(total.in_time, 1);
  EXPECT_EQ(total.late, 2);
}

TEST(Figures, AClockThatStoodStillIsOfTheAnswersOwnDueTime) {
  auto paused = answered(0, 60);
  paused.due_at = paused.sent_at + hours{72};
  EXPECT_EQ(of({paused}).total.in_time, 1);
}

TEST(Figures, WhoStillWaitsIsLateOnlyOnceTheClockRanOut) {
  auto waits = asked(0);
  waits.due_at = kNow + hours{1};
  auto taken_back = asked(0);
  taken_back.ended_at = taken_back.sent_at + hours{5};
  auto expired = asked(0);
  expired.ended_at = expired.sent_at + hours{50};
  const auto total = of({waits, taken_back, expired, asked(0)}).total;
  EXPECT_EQ(total.waiting, 1);
  EXPECT_EQ(total.cut_off, 1);
  EXPECT_EQ(total.late, 2);
  EXPECT_EQ(total.in_time, 0);
}

TEST(Figures, TheMedianCountsThoseWhoStillWait) {
  // Three answered after 1, 2 and 3 hours, four never: without the four the median would be 2.
  std::vector<Fact> facts{answered(0, 1), answered(0, 2), answered(0, 3)};
  EXPECT_EQ(of(facts).total.median.time, 120);
  for (int i = 0; i < 4; ++i) facts.push_back(asked(0));
  EXPECT_EQ(of(facts).total.median.time, std::nullopt);
  EXPECT_EQ(of(facts).curve.events, 3);
}

TEST(Figures, TimesAreRoundedUpToTheUnit) {
  auto quick = answered(0, 1);
  quick.answered_at = quick.sent_at + std::chrono::minutes{61};
  EXPECT_EQ(of({quick}).total.median.time, 61);
  EXPECT_EQ(of({quick}, Grouping::need, 60).total.median.time, 120);
}

TEST(Figures, AChainOfStandInsIsOneWayThroughTheFunnelAndAQuestionToEachBody) {
  auto first = asked(0, "c");
  first.ended_at = first.sent_at + hours{49};
  auto second = answered(49, 3, "c");
  second.is_first = false;
  second.first_contact_at = second.sent_at + hours{5};
  const auto figures = of({first, second});
  EXPECT_EQ(figures.total.asked, 2);
  EXPECT_EQ(figures.funnel[0].referrals, 1);
  EXPECT_EQ(figures.funnel[1].referrals, 1);
  EXPECT_EQ(figures.funnel[2].referrals, 1);
  EXPECT_EQ(figures.funnel[3].referrals, 1);
  EXPECT_EQ(figures.funnel[4].referrals, 0);
}

TEST(Figures, AChainBelongsToTheTimeOfItsFirstQuestion) {
  auto stand_in = answered(1, 3, "before");
  stand_in.is_first = false;
  EXPECT_EQ(of({stand_in}).funnel[0].referrals, 0);
  EXPECT_EQ(of({stand_in}).total.asked, 1);
  // Begun in the window, accepted by a stand-in after it.
  auto first = asked(24 * 89, "late");
  auto later = answered(24 * 91, 1, "late");
  later.is_first = false;
  const auto figures = of({first, later});
  EXPECT_EQ(figures.total.asked, 1);
  EXPECT_EQ(figures.funnel[2].referrals, 1);
}

TEST(Figures, ALaterStageHasEveryEarlierOne) {
  auto done = answered(0, 1);
  done.seen_at.reset();
  done.completed_at = done.sent_at + hours{9};
  for (const auto& stage : of({done}).funnel) EXPECT_EQ(stage.referrals, 1);
}

TEST(Figures, OfALetterOnlyItsAnswerIsKnown) {
  auto letter = answered(0, 1);
  letter.by_letter = true;
  const auto funnel = of({letter}).funnel;
  EXPECT_EQ(funnel[0].letters, 1);
  EXPECT_EQ(funnel[1].letters, std::nullopt);
  EXPECT_EQ(funnel[2].letters, 1);
  EXPECT_EQ(funnel[4].letters, std::nullopt);
  EXPECT_EQ(funnel[0].referrals, 0);
  EXPECT_EQ(of({letter}).total.asked, 1);
}

TEST(Figures, GroupsAndReasonsComeToTheTotals) {
  auto legal = answered(0, 2, "b", false);
  legal.need = "legal-aid";
  const auto figures = of({answered(0, 1), legal, answered(0, 3, "d", false)});
  ASSERT_EQ(figures.groups.size(), 2U);
  EXPECT_EQ(figures.groups[0].key, "legal-aid");
  EXPECT_EQ(figures.groups[0].asked + figures.groups[1].asked, figures.total.asked);
  ASSERT_EQ(figures.reasons.size(), 1U);
  EXPECT_EQ(figures.reasons[0].declined, 2);
}

// --- what may be shown ---

Figures table(const std::vector<std::int64_t>& groups, const std::vector<std::int64_t>& reasons = {}) {
  Figures out;
  for (const auto asked_of_it : groups) {
    out.groups.emplace_back();
    out.groups.back().key = std::string(1, static_cast<char>('a' + out.groups.size() - 1));
    out.groups.back().asked = asked_of_it;
    out.total.asked += asked_of_it;
  }
  for (const auto declined : reasons)
    out.reasons.push_back({std::string(1, static_cast<char>('r' + out.reasons.size())), declined});
  out.funnel[0].referrals = out.total.asked;
  return out;
}
using Keys = std::set<std::string>;

TEST(Visible, HidesSmallGroupsAndWhatTheTotalWouldGiveAway) {
  const auto visible = visible_of(table({40, 9, 30}, {20, 3, 15}), {});
  EXPECT_TRUE(visible.total);
  EXPECT_EQ(visible.groups, Keys{"a"});
  EXPECT_EQ(visible.reasons, Keys{"r"});
}

TEST(Visible, OfASmallTableNothingIsShown) {
  const auto visible = visible_of(table({4, 3}), {});
  EXPECT_FALSE(visible.total);
  EXPECT_TRUE(visible.groups.empty());
  EXPECT_FALSE(visible.referrals[0]);
  EXPECT_TRUE(visible.referrals[4]);
}

TEST(Visible, AYearLessItsQuartersGivesNothingAway) {
  // "b" comes to 45 in the year; with three quarters shown the fourth would be 45 - 41 = 4.
  const std::vector<Figures> quarters{table({50, 15, 50}), table({50, 14, 50}), table({50, 12, 50}),
                                      table({50, 4, 50})};
  const auto year = table({200, 45, 200});
  EXPECT_TRUE(visible_of(year, {}).groups.contains("b"));
  EXPECT_FALSE(visible_of(year, quarters).groups.contains("b"));
}

TEST(Visible, SmallQuartersMakeAYearThatIsShown) {
  const std::vector<Figures> quarters(4, table({50, 5, 50}));
  EXPECT_TRUE(visible_of(table({200, 20, 200}), quarters).groups.contains("b"));
}

}  // namespace
}  // namespace nrm::supervision
