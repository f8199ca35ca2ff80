// Two at once: of moves exactly one goes through, of two servers one tells.
#include <array>
#include <thread>

#include "moves_world.hpp"

namespace nrm::identification::testing {
namespace {

class RaceTest : public ::testing::TestWithParam<storage::Kind> {
 protected:
  MovesWorld w{GetParam()};
};
NRM_ON_EACH_DATABASE(RaceTest);

TEST_P(RaceTest, of_two_decisions_at_once_exactly_one_goes_through) {
  for (int round = 0; round < 4; ++round) {
    const auto id = w.referred();
    const auto session = w.as(w.decider);
    const auto desk = w.desk();
    const auto version = w.version_of(id);
    const std::array inputs{
        w.input_of("identification.reasonable-grounds-yes", {.reason = "It fits.", .decided = true}),
        w.input_of("identification.reasonable-grounds-no", {.reason = "It does not.", .decided = true})};
    std::array<std::string, 2> outcomes;
    const auto take = [&](std::size_t one) {
      const auto done = move(desk, session, id, version, inputs.at(one));
      outcomes.at(one) = done ? "done" : done.error().type.slug;
    };
    {
      std::jthread a{[&] { take(0); }};
      std::jthread b{[&] { take(1); }};
    }
    EXPECT_EQ(std::ranges::count(outcomes, "done"), 1) << outcomes[0] << " " << outcomes[1];
    EXPECT_EQ(std::ranges::count(outcomes, "kernel.stale"), 1) << outcomes[0] << " " << outcomes[1];
    EXPECT_EQ(w.count("SELECT COUNT(*) AS n FROM case_move WHERE case_id = $id", {{"id", id}}), 2);
    EXPECT_EQ(w.count("SELECT COUNT(*) AS n FROM case_stay WHERE case_id = $id", {{"id", id}}), 1);
    EXPECT_EQ(w.state_of(id), outcomes[0] == "done" ? "reasonable-grounds-positive" : "reasonable-grounds-negative");
  }
}

TEST_P(RaceTest, two_servers_tell_of_a_breach_once) {
  w.referred();
  w.set("2026-05-09T08:00:00Z");
  {
    std::jthread a{[&] { w.run_jobs(); }};
    std::jthread b{[&] { w.run_jobs(); }};
  }
  EXPECT_EQ(w.coordinators_told(), 1);
  EXPECT_EQ(w.count("SELECT COUNT(*) AS n FROM running_clock WHERE breached_at IS NOT NULL"), 1);
}

}  // namespace
}  // namespace nrm::identification::testing
