#include "nrm/letters/rules.hpp"

#include <gtest/gtest.h>

#include <array>

namespace nrm::letters {
namespace {

constexpr std::array kStates{State::sent, State::accepted, State::declined, State::expired, State::recalled};
constexpr std::array kSteps{Step::accept_by_page, Step::decline_by_page, Step::record_acceptance,
                            Step::record_decline, Step::recall,          Step::expire};

TEST(LetterRules, what_was_answered_or_taken_back_stays_so) {
  for (const auto state : {State::accepted, State::declined, State::recalled})
    for (const auto step : kSteps) EXPECT_FALSE(next(state, step)) << name_of(state);
}

TEST(LetterRules, the_page_answers_only_what_waits) {
  for (const auto state : kStates)
    for (const auto step : {Step::accept_by_page, Step::decline_by_page, Step::expire})
      EXPECT_EQ(next(state, step).has_value(), awaits_answer(state)) << name_of(state);
}

TEST(LetterRules, no_open_state_is_without_a_way_on_that_the_team_can_take) {
  for (const auto state : {State::sent, State::expired}) {
    EXPECT_EQ(next(state, Step::record_acceptance), State::accepted);
    EXPECT_EQ(next(state, Step::record_decline), State::declined);
    EXPECT_EQ(next(state, Step::recall), State::recalled);
  }
}

TEST(LetterRules, names_read_back) {
  for (const auto state : kStates) EXPECT_EQ(parse_state(name_of(state)), state);
  EXPECT_FALSE(parse_state("lost"));
}

}  // namespace
}  // namespace nrm::letters
