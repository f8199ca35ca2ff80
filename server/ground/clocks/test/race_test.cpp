// Two servers on one database, and people who act at the same moment.
#include <thread>

#include "clocks_world.hpp"

namespace nrm::clocks::testing {
namespace {

class RaceTest : public ::testing::TestWithParam<storage::Kind> {
 protected:
  World world{GetParam()};

  static void serve(Server& server) {
    for (int i = 0; i < 15; ++i) {
      try {
        server.runner->run_due();
      } catch (const storage::DatabaseError&) {
        // The serving thread, too, comes back a moment later.
      }
    }
  }
  std::map<std::string, int> count_told() {
    std::map<std::string, int> out;
    for (const auto& what : world.told()) ++out[what];
    return out;
  }
};
NRM_ON_EACH_DATABASE(RaceTest);

TEST_P(RaceTest, each_consequence_comes_once) {
  constexpr int kMany = 24;
  world.act([&](log::Act& act) {
    for (int i = 0; i < kMany; ++i) start(act, world.pack, "urgent", {"referral", "r" + std::to_string(i)}, world.team);
  });
  world.clock.pass(25h);
  const auto second = world.another_server();
  std::thread one{[&] { serve(*world.server); }}, two{[&] { serve(*second); }};
  one.join();
  two.join();
  // What a conflict left waits for its next try.
  for (int i = 0; i < 5 && world.jobs() > 0; ++i) {
    world.clock.pass(2min);
    serve(*world.server);
  }
  EXPECT_EQ(world.jobs(), 0);
  const auto told = count_told();
  EXPECT_EQ(told.size(), 2U * kMany);
  for (const auto& [what, count] : told) EXPECT_EQ(count, 1) << what;
}

TEST_P(RaceTest, two_servers_that_start_on_a_new_calendar_move_each_clock_once) {
  constexpr int kMany = 20;
  world.act([&](log::Act& act) {
    for (int i = 0; i < kMany; ++i) start(act, world.pack, "answer", {"referral", "r" + std::to_string(i)}, world.team);
  });
  world.pack.calendar = calendar_with({day("2026-05-01"), day("2026-05-04")});
  const auto second = world.another_server();
  std::atomic<std::int64_t> moved{0};
  const auto follow = [&](Server& server) {
    try {
      moved += follow_calendar(server.journal, world.pack);
    } catch (const storage::SerializationFailure&) {
      // A start that gives way three times is tried again by whoever supervises the server.
    }
  };
  std::thread one{[&] { follow(*world.server); }}, two{[&] { follow(*second); }};
  one.join();
  two.join();
  follow(*second);
  const auto told = count_told();
  EXPECT_EQ(told.size(), std::size_t{kMany});
  for (const auto& [what, count] : told) EXPECT_EQ(count, 1) << what;
  EXPECT_LE(moved, kMany);
}

// Whoever comes first wins; nobody is told of a clock that was stopped before.
TEST_P(RaceTest, an_answer_at_the_last_moment_and_the_clock_do_not_both_win) {
  constexpr int kMany = 12;
  for (int i = 0; i < kMany; ++i) world.start("urgent", {"referral", "r" + std::to_string(i)});
  world.clock.pass(24h);
  std::set<std::string> stopped;
  std::thread answering{[&] {
    for (int i = 0; i < kMany; ++i) {
      const Subject subject{"referral", "r" + std::to_string(i)};
      try {
        bool ran = false;
        world.act([&](log::Act& act) {
          const auto clock = clocks::find(act.writer(), "urgent", subject);
          ran = clock && !clock->breached_at;
          if (ran) stop(act, "urgent", subject);
        });
        if (ran) stopped.insert("clock.breached urgent:referral:" + subject.id);
      } catch (const storage::DatabaseError&) {
        // Gave way three times; nothing was stopped.
      }
    }
  }};
  const auto second = world.another_server();
  serve(*second);
  answering.join();
  for (int i = 0; i < 5 && world.jobs() > 0; ++i) {
    world.clock.pass(2min);
    serve(*second);
  }
  const auto told = count_told();
  for (int i = 0; i < kMany; ++i) {
    const auto breached = "clock.breached urgent:referral:r" + std::to_string(i);
    EXPECT_NE(told.contains(breached), stopped.contains(breached)) << breached;
  }
}

}  // namespace
}  // namespace nrm::clocks::testing
