#include <array>
#include <thread>

#include "hand_over_world.hpp"

namespace nrm::handover::testing {
namespace {

class RaceTest : public ::testing::TestWithParam<storage::Kind> {
 protected:
  HandoverWorld w{GetParam()};
};
NRM_ON_EACH_DATABASE(RaceTest);

TEST_P(RaceTest, of_acceptance_and_taking_back_at_once_exactly_one_goes_through) {
  const auto giver = w.giver();
  const auto receiver = w.receiver();
  for (int round = 0; round < 4; ++round) {
    const auto id = w.open_case();
    w.agree(id, w.shelter());
    const auto offered = w.offered(id);
    std::array<std::string, 2> outcomes;
    {
      const auto desk = w.desk();
      std::jthread a{[&] {
        const auto done = accept(desk, receiver, offered.id);
        outcomes[0] = done ? "done" : done.error().type.slug;
      }};
      std::jthread b{[&] {
        const auto done = take_back(desk, giver, offered.id);
        outcomes[1] = done ? "done" : done.error().type.slug;
      }};
    }
    EXPECT_EQ(std::ranges::count(outcomes, "done"), 1) << outcomes[0] << " " << outcomes[1];
    EXPECT_EQ(std::ranges::count(outcomes, "kernel.conflict"), 1) << outcomes[0] << " " << outcomes[1];
    const bool moved = outcomes[0] == "done";
    EXPECT_EQ(w.reads(receiver, id, "health.needs") == "Insulin, twice a day.", moved);
    EXPECT_EQ(w.reads(giver, id, "health.needs") == "Insulin, twice a day.", !moved);
    EXPECT_EQ(w.seals_of(w.shelter(), true), 0);
  }
}

}  // namespace
}  // namespace nrm::handover::testing
