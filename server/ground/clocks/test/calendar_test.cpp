// A government moves working days while clocks run.
#include "clocks_world.hpp"

namespace nrm::clocks::testing {
namespace {

using ::testing::ElementsAre;

class CalendarTest : public ::testing::TestWithParam<storage::Kind> {
 protected:
  World world{GetParam()};
  const Subject one{"referral", "one"}, other{"referral", "other"};

  // Monday 4 May off for Saturday 9 May.
  void decree() { world.pack.calendar = calendar_with({day("2026-05-01"), day("2026-05-04")}, {day("2026-05-09")}); }
  std::int64_t follow() { return follow_calendar(world.server->journal, world.pack); }
};
NRM_ON_EACH_DATABASE(CalendarTest);

TEST_P(CalendarTest, running_clocks_move_and_say_so_once) {
  world.start("answer", one);
  world.start("urgent", one);
  EXPECT_EQ(follow(), 0);
  decree();
  EXPECT_EQ(follow(), 1);
  EXPECT_EQ(world.due("answer", one), "2026-05-06T21:00:00Z");
  EXPECT_EQ(to_rfc3339(*world.find("answer", one)->warn_at), "2026-05-05T21:00:00Z");
  EXPECT_EQ(follow(), 0);
  world.restart();
  EXPECT_EQ(follow(), 0);
  EXPECT_THAT(world.told(), ElementsAre("clock.moved answer:referral:one"));
  world.clock.pass_to(at("2026-05-05T21:00:00Z"));
  world.run();
  EXPECT_THAT(world.told(), ElementsAre("clock.breached urgent:referral:one", "clock.moved answer:referral:one",
                                        "clock.warned answer:referral:one", "clock.warned urgent:referral:one"));
}

TEST_P(CalendarTest, moves_what_warned_without_a_second_warning_and_leaves_what_was_missed) {
  world.start("answer", one);
  world.start("urgent", one);
  world.clock.pass_to(at("2026-05-04T21:00:00Z"));
  world.run();
  const auto missed_at = world.find("urgent", one)->breached_at;
  ASSERT_TRUE(missed_at);
  decree();
  EXPECT_EQ(follow(), 1);
  EXPECT_EQ(world.due("answer", one), "2026-05-06T21:00:00Z");
  world.clock.pass_to(at("2026-05-06T20:59:59Z"));
  world.run();
  EXPECT_THAT(world.told(), ::testing::Not(::testing::Contains("clock.breached answer:referral:one")));
  world.clock.pass(1s);
  world.run();
  EXPECT_THAT(world.told(), ElementsAre("clock.breached answer:referral:one", "clock.breached urgent:referral:one",
                                        "clock.moved answer:referral:one", "clock.warned answer:referral:one",
                                        "clock.warned urgent:referral:one"));
  EXPECT_EQ(world.find("urgent", one)->breached_at, missed_at);
}

TEST_P(CalendarTest, a_deadline_that_the_decree_puts_off_while_the_server_was_down_is_not_missed) {
  world.start("answer", one);
  world.clock.pass_to(at("2026-05-06T08:00:00Z"));
  decree();
  follow();
  world.run();
  EXPECT_THAT(world.told(), ElementsAre("clock.moved answer:referral:one", "clock.warned answer:referral:one"));
}

TEST_P(CalendarTest, a_holiday_taken_back_brings_the_deadline_near) {
  world.start("answer", one);
  world.pack.calendar = calendar_with({});
  EXPECT_EQ(follow(), 1);
  EXPECT_EQ(world.due("answer", one), "2026-05-04T21:00:00Z");
}

TEST_P(CalendarTest, what_stands_still_is_counted_by_the_new_days_when_it_goes_on) {
  world.start("answer", one);
  world.pause(one, "question-open");
  decree();
  EXPECT_EQ(follow(), 0);
  world.clock.pass_to(at("2026-05-01T09:00:00Z"));
  world.resume(one, "question-open");
  // Tuesday 5, Wednesday 6 and Thursday 7 May.
  EXPECT_EQ(world.due("answer", one), "2026-05-07T21:00:00Z");
}

TEST_P(CalendarTest, many_clocks_move_and_two_servers_share_them) {
  constexpr int kMany = 520, kEach = 26;  // more than are looked at at once
  world.act([&](log::Act& act) {
    for (int i = 0; i < kMany; ++i)
      start(act, world.pack, i % kEach == 0 ? "answer" : "letter", {"referral", "r" + std::to_string(i)}, world.team);
  });
  follow();
  decree();
  const auto second = world.another_server();
  const auto moved = follow_calendar(second->journal, world.pack) + follow();
  EXPECT_EQ(moved, kMany / kEach);
  EXPECT_EQ(world.told().size(), std::size_t{kMany / kEach});
}

TEST_P(CalendarTest, a_rule_that_changed_counts_for_what_starts_after_it) {
  world.start("answer", one);
  world.pack.pathway.clocks[0].due.count = 10;
  decree();
  follow();
  EXPECT_EQ(world.due("answer", one), "2026-05-06T21:00:00Z");
  world.start("answer", other);
  // 30 April, 5 to 8, Saturday 9 and 11 to 14 May.
  EXPECT_EQ(world.due("answer", other), "2026-05-14T21:00:00Z");
}

}  // namespace
}  // namespace nrm::clocks::testing
