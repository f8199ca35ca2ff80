#include <gtest/gtest.h>

#include <algorithm>

#include "nrm/referral/rules.hpp"

namespace nrm::referral {
namespace {

TEST(Rules, every_state_and_arrow_has_a_name_of_its_own) {
  for (int i = 0; i <= static_cast<int>(State::expired); ++i)
    EXPECT_EQ(parse_state(name_of(static_cast<State>(i))), static_cast<State>(i));
  EXPECT_FALSE(parse_state("Sent"));
  EXPECT_EQ(name_of(ArrowName::make_first_contact), "first-contact");
}

TEST(Rules, a_referral_is_answered_by_its_receiver_alone) {
  EXPECT_EQ(next(State::sent, ArrowName::accept, Side::receiver), State::accepted);
  EXPECT_EQ(next(State::seen, ArrowName::decline, Side::receiver), State::declined);
  EXPECT_FALSE(next(State::sent, ArrowName::accept, Side::sender));
  EXPECT_FALSE(next(State::sent, ArrowName::accept, Side::clock));
}

TEST(Rules, nothing_is_recalled_once_answered) {
  EXPECT_TRUE(next(State::seen, ArrowName::recall, Side::sender));
  for (const auto state : {State::accepted, State::declined, State::completed, State::recalled})
    EXPECT_FALSE(next(state, ArrowName::recall, Side::sender));
}

TEST(Rules, every_open_state_has_a_way_on_and_every_state_is_reached) {
  for (const auto state : {State::completed, State::ended, State::recalled, State::expired, State::redirected})
    EXPECT_TRUE(is_final(state));
  for (int i = 1; i <= static_cast<int>(State::expired); ++i) {
    const auto reached =
        std::ranges::any_of(arrows(), [&](const Arrow& row) { return row.to == static_cast<State>(i); });
    EXPECT_TRUE(reached) << name_of(static_cast<State>(i));
  }
}

TEST(Rules, the_clock_never_answers_for_anybody) {
  for (const auto& row : arrows()) EXPECT_EQ(row.side == Side::clock, row.to == State::expired);
}

}  // namespace
}  // namespace nrm::referral
