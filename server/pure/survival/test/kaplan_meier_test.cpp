// Held to published tables and to properties that any such estimate has.
#include "nrm/survival/kaplan_meier.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>
#include <numeric>

namespace nrm::survival {
namespace {

std::vector<Observation> observed(const std::vector<std::int64_t>& events, const std::vector<std::int64_t>& censored) {
  std::vector<Observation> out;
  for (const auto time : events) out.push_back({time, true});
  for (const auto time : censored) out.push_back({time, false});
  return out;
}

// Weeks in remission of 42 children with leukaemia: E. J. Freireich et al., Blood 21 (1963) 699-716. The estimates are
// those of D. Collett, Modelling Survival Data in Medical Research, and of J. P. Klein and M. L. Moeschberger.
std::vector<Observation> mercaptopurine() {
  return observed({6, 6, 6, 7, 10, 13, 16, 22, 23}, {6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35});
}
std::vector<Observation> placebo() {
  return observed({1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23}, {});
}

const Step* step_of(const Curve& curve, std::int64_t time) {
  for (const auto& step : curve.steps)
    if (step.time == time) return &step;
  return nullptr;
}

struct Published {
  std::int64_t time;
  std::int64_t at_risk;
  std::int64_t events;
  double survival;
  double standard_error;
};

TEST(KaplanMeier, TheRemissionsUnderMercaptopurineAreThoseOfTheTextbooks) {
  const auto curve = kaplan_meier(mercaptopurine());
  EXPECT_EQ(curve.observed, 21);
  EXPECT_EQ(curve.events, 9);
  for (const auto& row :
       {Published{6, 21, 3, .857, .0764}, Published{7, 17, 1, .807, .0869}, Published{10, 15, 1, .753, .0963},
        Published{13, 12, 1, .690, .1068}, Published{16, 11, 1, .627, .1141}, Published{22, 7, 1, .538, .1282},
        Published{23, 6, 1, .448, .1346}}) {
    const auto* step = step_of(curve, row.time);
    ASSERT_NE(step, nullptr) << row.time;
    EXPECT_EQ(step->at_risk, row.at_risk) << row.time;
    EXPECT_EQ(step->events, row.events) << row.time;
    EXPECT_NEAR(step->survival, row.survival, 5e-4) << row.time;
    EXPECT_NEAR(step->standard_error, row.standard_error, 5e-5) << row.time;
  }
}

TEST(KaplanMeier, ItsMedianIs23WeeksAndTheUpperLimitIsNotReached) {
  const auto median = quantile(kaplan_meier(mercaptopurine()), .5);
  EXPECT_EQ(median.time, 23);
  EXPECT_EQ(median.lower, 13);
  EXPECT_EQ(median.upper, std::nullopt);
}

TEST(KaplanMeier, WhatFewHaveReachedIsNotReached) {
  EXPECT_EQ(quantile(kaplan_meier(mercaptopurine()), .9).time, std::nullopt);
}

TEST(KaplanMeier, TheMedianUnderPlaceboIs8Weeks) {
  const auto median = quantile(kaplan_meier(placebo()), .5);
  EXPECT_EQ(median.time, 8);
  EXPECT_EQ(median.lower, 4);
  EXPECT_EQ(median.upper, 11);
}

TEST(KaplanMeier, NothingObservedTellsNothing) {
  const auto curve = kaplan_meier({});
  EXPECT_TRUE(curve.steps.empty());
  EXPECT_EQ(quantile(curve, .5).time, std::nullopt);
}

TEST(KaplanMeier, WhereAllStillWaitNobodyHadTheEvent) {
  const auto curve = kaplan_meier(observed({}, {1, 2, 3}));
  EXPECT_EQ(curve.steps.back().survival, 1);
  EXPECT_EQ(curve.steps.back().lower, std::nullopt);
  EXPECT_EQ(quantile(curve, .1).time, std::nullopt);
}

TEST(KaplanMeier, WhenTheLastHasTheEventNobodyIsLeft) {
  const auto curve = kaplan_meier(observed({5}, {}));
  EXPECT_EQ(curve.steps.back().survival, 0);
  EXPECT_EQ(curve.steps.back().standard_error, 0);
  EXPECT_EQ(quantile(curve, .5).time, 5);
}

std::vector<Observation> any_observations() {
  const auto size = *rc::gen::inRange<std::size_t>(1, 60);
  std::vector<Observation> out(size);
  for (auto& one : out) {
    one.time = *rc::gen::inRange<std::int64_t>(0, 40);
    one.event = *rc::gen::arbitrary<bool>();
  }
  return out;
}

TEST(KaplanMeier, SurvivalNeverRisesAndLimitsHoldIt) {
  EXPECT_TRUE(rc::check([] {
    double before = 1;
    for (const auto& step : kaplan_meier(any_observations()).steps) {
      RC_ASSERT(step.survival <= before + 1e-15);
      RC_ASSERT(step.survival >= 0);
      RC_ASSERT(step.events + step.censored <= step.at_risk);
      if (step.lower) RC_ASSERT(*step.lower <= step.survival && step.survival <= *step.upper);
      before = step.survival;
    }
  }));
}

TEST(KaplanMeier, WithoutCensoringAQuantileIsTheEmpiricalOne) {
  EXPECT_TRUE(rc::check([] {
    auto all = any_observations();
    for (auto& one : all) one.event = true;
    const auto percent = *rc::gen::inRange<std::size_t>(1, 100);
    const auto found = quantile(kaplan_meier(all), static_cast<double>(percent) / 100);
    std::ranges::sort(all, {}, &Observation::time);
    // The smallest time by which at least that share has had the event: exact in whole numbers.
    const auto needed = (percent * all.size() + 99) / 100;
    RC_ASSERT(found.time == all[needed - 1].time);
  }));
}

TEST(KaplanMeier, WithoutCensoringGreenwoodsVarianceIsThatOfAShare) {
  EXPECT_TRUE(rc::check([] {
    auto all = any_observations();
    for (auto& one : all) one.event = true;
    const auto curve = kaplan_meier(all);
    for (const auto& step : curve.steps) {
      const auto variance = step.survival * (1 - step.survival) / static_cast<double>(curve.observed);
      RC_ASSERT(std::abs(step.standard_error - std::sqrt(variance)) < 1e-9);
    }
  }));
}

TEST(KaplanMeier, WhoIsCensoredLaterMovesNoEarlierStep) {
  EXPECT_TRUE(rc::check([] {
    const auto all = any_observations();
    auto longer = all;
    for (auto& one : longer)
      if (!one.event) one.time += 1000;
    const auto before = kaplan_meier(all);
    const auto after = kaplan_meier(longer);
    // Waiting longer can only show that fewer had the event by a time.
    for (const auto& step : before.steps) {
      const auto* same = step_of(after, step.time);
      if (same != nullptr) RC_ASSERT(same->survival >= step.survival - 1e-12);
    }
  }));
}

TEST(KaplanMeier, OrderMakesNoDifference) {
  EXPECT_TRUE(rc::check([] {
    auto all = any_observations();
    const auto curve = kaplan_meier(all);
    std::ranges::reverse(all);
    const auto turned = kaplan_meier(all);
    RC_ASSERT(curve.steps.size() == turned.steps.size());
    for (std::size_t at = 0; at < curve.steps.size(); ++at)
      RC_ASSERT(curve.steps[at].survival == turned.steps[at].survival);
  }));
}

}  // namespace
}  // namespace nrm::survival
