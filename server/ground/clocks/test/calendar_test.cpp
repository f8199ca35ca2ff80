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

// One after the other they are started with the new calendar; until its own turn the older one goes on counting by the
// days that it knows.
TEST_P(CalendarTest, a_server_that_waits_for_its_turn_leaves_no_clock_behind) {
  auto older_pack = world.pack;
  const auto older = std::make_unique<Server>(world.database.open_again(), world.clock, world.random, older_pack);
  const auto newer_calendar = calendar_with({day("2026-05-01"), day("2026-05-04")}, {day("2026-05-09")});
  world.start("answer", one);
  world.pack.calendar = newer_calendar;
  EXPECT_EQ(follow(), 1);
  world.act_on(*older, [&](log::Act& act) { start(act, older_pack, "answer", other, world.team); });
  EXPECT_EQ(world.due("answer", other), "2026-05-05T21:00:00Z");
  // Its turn: the calendar is the one that was followed before, and one clock is not by it.
  older_pack.calendar = newer_calendar;
  EXPECT_EQ(follow_calendar(older->journal, older_pack), 1);
  EXPECT_EQ(world.due("answer", other), "2026-05-06T21:00:00Z");
  EXPECT_EQ(world.due("answer", one), "2026-05-06T21:00:00Z");
  EXPECT_EQ(follow_calendar(older->journal, older_pack), 0);
}

TEST_P(CalendarTest, the_older_calendar_once_more_moves_all_of_them_back) {
  const auto older_calendar = world.pack.calendar;
  world.start("answer", one);
  follow();
  decree();
  EXPECT_EQ(follow(), 1);
  world.start("answer", other);
  EXPECT_EQ(world.due("answer", other), "2026-05-06T21:00:00Z");
  auto older_pack = world.pack;
  older_pack.calendar = older_calendar;
  const auto older = std::make_unique<Server>(world.database.open_again(), world.clock, world.random, older_pack);
  EXPECT_EQ(follow_calendar(older->journal, older_pack), 2);
  EXPECT_EQ(world.due("answer", one), "2026-05-05T21:00:00Z");
  EXPECT_EQ(world.due("answer", other), "2026-05-05T21:00:00Z");
  EXPECT_EQ(follow(), 2);
  EXPECT_EQ(world.due("answer", other), "2026-05-06T21:00:00Z");
}

TEST_P(CalendarTest, a_change_of_the_time_of_day_is_a_change_of_the_calendar) {
  world.start("answer", one);
  follow();
  world.pack.calendar = std::make_shared<const Calendar>("Europe/Warsaw", std::set<Date>{day("2026-05-01")},
                                                         std::set<Date>{}, day("2027-12-31"));
  EXPECT_EQ(follow(), 1);
  EXPECT_EQ(world.due("answer", one), "2026-05-05T22:00:00Z");
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
