#include <gtest/gtest.h>

#include <algorithm>
#include <set>

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

TEST(Rules, nothing_is_recalled_once_help_began) {
  for (const auto state : {State::draft, State::sent, State::seen, State::accepted})
    EXPECT_TRUE(next(state, ArrowName::recall, Side::sender));
  for (const auto state : {State::first_contact, State::under_way, State::declined, State::completed, State::recalled})
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
  const std::set<State> said_by_people{State::seen,      State::accepted,  State::declined, State::first_contact,
                                       State::under_way, State::completed, State::ended};
  for (const auto& row : arrows())
    if (row.side == Side::clock) {
      EXPECT_FALSE(said_by_people.contains(row.to)) << name_of(row.name);
    }
}

TEST(Rules, whoever_has_accepted_is_asked_no_more) {
  for (const auto side : {Side::sender, Side::clock}) {
    for (const auto state : {State::sent, State::seen, State::declined})
      EXPECT_EQ(next(state, ArrowName::redirect, side), State::redirected);
    for (const auto state : {State::accepted, State::first_contact, State::under_way, State::expired})
      EXPECT_FALSE(next(state, ArrowName::redirect, side));
  }
}

}  // namespace
}  // namespace nrm::referral
