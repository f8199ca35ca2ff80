#include <gtest/gtest.h>

#include "nrm/handover/rules.hpp"

namespace nrm::handover {
namespace {

constexpr State kStates[] = {State::offered,    State::accepted, State::declined,
                             State::taken_back, State::expired,  State::stopped};
constexpr Arrow kArrows[] = {Arrow::accept, Arrow::decline, Arrow::take_back, Arrow::expire, Arrow::stop};
constexpr Side kSides[] = {Side::giver, Side::receiver, Side::clock, Side::person};

TEST(HandoverRules, what_has_ended_stays_ended_and_each_arrow_is_one_sides_own) {
  for (const auto state : kStates)
    for (const auto arrow : kArrows) {
      int sides = 0;
      for (const auto side : kSides) sides += next(state, arrow, side) ? 1 : 0;
      EXPECT_EQ(sides, state == State::offered ? 1 : 0) << name_of(state) << " " << name_of(arrow);
    }
}

TEST(HandoverRules, each_way_leads_to_a_state_of_its_own) {
  EXPECT_EQ(next(State::offered, Arrow::accept, Side::receiver), State::accepted);
  EXPECT_EQ(next(State::offered, Arrow::decline, Side::receiver), State::declined);
  EXPECT_EQ(next(State::offered, Arrow::take_back, Side::giver), State::taken_back);
  EXPECT_EQ(next(State::offered, Arrow::expire, Side::clock), State::expired);
  EXPECT_EQ(next(State::offered, Arrow::stop, Side::person), State::stopped);
  EXPECT_EQ(allowed(State::offered, Side::receiver), (std::vector{Arrow::accept, Arrow::decline}));
  EXPECT_TRUE(allowed(State::accepted, Side::receiver).empty());
}

TEST(HandoverRules, names_are_read_back) {
  for (const auto state : kStates) EXPECT_EQ(parse_state(name_of(state)), state);
  EXPECT_EQ(parse_state("given"), std::nullopt);
}

}  // namespace
}  // namespace nrm::handover
