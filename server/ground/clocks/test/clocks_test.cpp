#include "clocks_world.hpp"

namespace nrm::clocks::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Begins on Wednesday 29 April 2026, 12:00 in Minsk; Friday 1 May is a holiday.
class ClocksTest : public ::testing::TestWithParam<storage::Kind> {
 protected:
  World world{GetParam()};
  const Subject one{"referral", "one"}, other{"referral", "other"};
};
NRM_ON_EACH_DATABASE(ClocksTest);

TEST_P(ClocksTest, is_due_after_three_working_days_and_warns_a_working_day_before) {
  const auto clock = world.start("answer", one);
  // Thursday 30 April, Monday 4 and Tuesday 5 May.
  EXPECT_EQ(to_rfc3339(*clock.due_at), "2026-05-05T21:00:00Z");
  EXPECT_EQ(to_rfc3339(*clock.warn_at), "2026-05-04T21:00:00Z");
  EXPECT_EQ(state_of(clock, at("2026-05-04T20:59:59Z")), ClockState::on_time);
  EXPECT_EQ(state_of(clock, at("2026-05-04T21:00:00Z")), ClockState::due_soon);
  EXPECT_EQ(state_of(clock, at("2026-05-05T21:00:00Z")), ClockState::overdue);
  EXPECT_EQ(world.jobs(), 2);
}

TEST_P(ClocksTest, speaks_once_at_each_of_its_times) {
  world.start("answer", one);
  world.clock.pass_to(at("2026-05-04T20:59:59Z"));
  EXPECT_EQ(world.run(), 0);
  world.clock.pass_to(at("2026-05-04T21:00:00Z"));
  world.run();
  EXPECT_THAT(world.told(), ElementsAre("clock.warned answer:referral:one"));
  world.restart();
  world.run();
  world.clock.pass_to(at("2026-05-05T21:00:00Z"));
  world.run();
  world.restart();
  world.clock.pass(24h * 30);
  world.run();
  EXPECT_THAT(world.told(), ElementsAre("clock.breached answer:referral:one", "clock.warned answer:referral:one"));
  const auto clock = world.find("answer", one);
  EXPECT_EQ(clock->warned_at, at("2026-05-04T21:00:00Z"));
  EXPECT_EQ(clock->breached_at, at("2026-05-05T21:00:00Z"));
  EXPECT_EQ(world.jobs(), 0);
}

TEST_P(ClocksTest, a_server_that_slept_through_both_tells_both) {
  world.start("answer", one);
  world.clock.pass(24h * 60);
  world.run();
  EXPECT_EQ(world.told().size(), 2U);
}

TEST_P(ClocksTest, a_rule_without_a_warning_only_ends) {
  world.start("letter", one);
  EXPECT_EQ(world.jobs(), 1);
  world.clock.pass(24h * 15);
  world.run();
  EXPECT_THAT(world.told(), ElementsAre("clock.breached letter:referral:one"));
}

TEST_P(ClocksTest, stopped_it_says_nothing_and_started_again_it_begins_anew) {
  world.start("urgent", one);
  world.clock.pass(20h);
  world.run();
  world.stop("urgent", one);
  EXPECT_EQ(world.jobs(), 0);
  EXPECT_FALSE(world.find("urgent", one));
  world.clock.pass(10h);
  world.run();
  EXPECT_EQ(world.told().size(), 1U);
  world.start("urgent", one);
  EXPECT_FALSE(world.find("urgent", one)->warned_at);
  world.clock.pass(24h);
  world.run();
  EXPECT_THAT(world.told(), ElementsAre("clock.breached urgent:referral:one", "clock.warned urgent:referral:one",
                                        "clock.warned urgent:referral:one"));
}

TEST_P(ClocksTest, hours_count_only_while_it_runs) {
  world.start("urgent", one);
  world.clock.pass(10h);
  world.pause(one, "question-open");
  EXPECT_EQ(world.due("urgent", one), "stands still");
  EXPECT_EQ(world.jobs(), 0);
  EXPECT_EQ(state_of(*world.find("urgent", one), at("2027-01-01T00:00:00Z")), ClockState::on_time);
  world.clock.pass(100h);
  EXPECT_EQ(world.run(), 0);
  world.resume(one, "question-open");
  EXPECT_EQ(*world.find("urgent", one)->due_at, world.clock.now() + 14h);
  EXPECT_THAT(world.told(), ElementsAre("clock.moved urgent:referral:one", "clock.moved urgent:referral:one"));
}

TEST_P(ClocksTest, a_day_counts_where_the_clock_runs_at_its_end) {
  world.start("answer", one);
  // Thursday from morning to afternoon: it runs again at 24:00, so the day counts.
  world.clock.pass_to(at("2026-04-30T06:00:00Z"));
  world.pause(one, "question-open");
  world.clock.pass_to(at("2026-04-30T15:00:00Z"));
  world.resume(one, "question-open");
  EXPECT_EQ(world.due("answer", one), "2026-05-05T21:00:00Z");
  // From Monday evening to Tuesday morning: Monday does not count; Tuesday and Wednesday do.
  world.clock.pass_to(at("2026-05-04T20:00:00Z"));
  world.pause(one, "question-open");
  world.clock.pass_to(at("2026-05-05T06:00:00Z"));
  world.resume(one, "question-open");
  EXPECT_EQ(world.due("answer", one), "2026-05-06T21:00:00Z");
}

TEST_P(ClocksTest, reasons_add_up_and_another_reason_changes_nothing) {
  world.start("answer", one);
  world.pause(one, "person-not-reachable");
  EXPECT_EQ(world.due("answer", one), "2026-05-05T21:00:00Z");
  world.clock.pass(1h);
  world.pause(one, "question-open");
  world.pause(one, "question-open");
  world.clock.pass(1h);
  world.pause(one, "consent-paused");
  EXPECT_THAT(world.find("answer", one)->paused_by, ElementsAre("question-open", "consent-paused"));
  world.clock.pass_to(at("2026-05-05T08:00:00Z"));
  world.resume(one, "question-open");
  EXPECT_EQ(world.due("answer", one), "stands still");
  world.resume(one, "consent-paused");
  world.resume(one, "consent-paused");
  // No day has counted before Tuesday 5 May.
  EXPECT_EQ(world.due("answer", one), "2026-05-07T21:00:00Z");
  EXPECT_THAT(world.find("answer", one)->paused_by, IsEmpty());
}

TEST_P(ClocksTest, a_clock_that_starts_under_a_pause_stands_still) {
  world.pause(one, "question-open");
  world.clock.pass(1h);
  EXPECT_FALSE(world.start("urgent", one).due_at);
  EXPECT_TRUE(world.start("urgent", other).due_at);
  world.clock.pass(5h);
  world.resume(one, "question-open");
  EXPECT_EQ(*world.find("urgent", one)->due_at, world.clock.now() + 24h);
}

TEST_P(ClocksTest, what_was_due_before_a_pause_stays_due) {
  world.start("urgent", one);
  world.clock.pass(30h);
  world.pause(one, "question-open");
  world.run();
  EXPECT_THAT(world.told(), ElementsAre("clock.breached urgent:referral:one", "clock.warned urgent:referral:one"));
  world.resume(one, "question-open");
  world.clock.pass(100h);
  world.run();
  EXPECT_EQ(world.told().size(), 2U);
  EXPECT_EQ(state_of(*world.find("urgent", one), world.clock.now()), ClockState::overdue);
}

TEST_P(ClocksTest, what_has_warned_does_not_warn_again_when_it_moves) {
  world.start("urgent", one);
  world.clock.pass(19h);
  world.run();
  world.pause(one, "question-open");
  world.clock.pass(50h);
  world.resume(one, "question-open");
  world.clock.pass(5h);
  world.run();
  EXPECT_THAT(world.told(), ElementsAre("clock.breached urgent:referral:one", "clock.moved urgent:referral:one",
                                        "clock.moved urgent:referral:one", "clock.warned urgent:referral:one"));
}

TEST_P(ClocksTest, before_a_minimum_it_is_too_early_and_then_it_is_said_once) {
  const auto reached = [&](UtcTime now) {
    return world.database->reading(
        [&](storage::Reader& reader) { return check_reached(reader, "recovery", one, now); });
  };
  EXPECT_TRUE(reached(world.clock.now()));
  world.start("recovery", one);
  const auto early = reached(at("2026-05-29T20:59:59Z"));
  ASSERT_FALSE(early);
  EXPECT_EQ(early.error().type, problems::kTooEarly);
  EXPECT_EQ(early.error().params.at("from"), "2026-05-29T21:00:00Z");
  EXPECT_TRUE(reached(at("2026-05-29T21:00:00Z")));
  world.pause(one, "procedure-suspended");
  EXPECT_EQ(reached(at("2026-06-29T21:00:00Z")).error().type, problems::kStandsStill);
  world.resume(one, "procedure-suspended");
  world.clock.pass(24h * 40);
  world.run();
  EXPECT_TRUE(reached(world.clock.now()));
  EXPECT_EQ(state_of(*world.find("recovery", one), world.clock.now()), ClockState::on_time);
  EXPECT_THAT(world.told(), ElementsAre("clock.moved recovery:referral:one", "clock.moved recovery:referral:one",
                                        "clock.reached recovery:referral:one"));
}

TEST_P(ClocksTest, all_clocks_of_a_subject_stop_with_its_pauses) {
  for (const auto rule : {"answer", "urgent", "recovery"}) world.start(rule, one);
  world.start("urgent", other);
  world.pause(one, "question-open");
  world.act([&](log::Act& act) { stop_all(act, one); });
  EXPECT_EQ(world.jobs(), 2);
  EXPECT_TRUE(world.start("urgent", one).due_at);
  EXPECT_EQ(world.database.query("SELECT reason FROM clock_pause").size(), 0U);
}

TEST_P(ClocksTest, a_teams_clocks_come_in_the_order_of_their_due_times_and_go_with_its_work) {
  world.start("letter", one);
  world.start("urgent", other);
  world.start("urgent", one);
  world.pause(other, "question-open");
  const auto of = [&](const TeamId& team, std::size_t limit) {
    std::vector<std::string> out;
    for (const auto& clock :
         world.database->reading([&](storage::Reader& reader) { return of_team(reader, team, limit); }))
      out.push_back(clock.rule + " " + clock.subject.id);
    return out;
  };
  EXPECT_THAT(of(world.team, 10), ElementsAre("urgent one", "letter one", "urgent other"));
  EXPECT_THAT(of(world.team, 1), ElementsAre("urgent one"));
  const auto second = TeamId::random(world.random), third = TeamId::random(world.random);
  world.act([&](log::Act& act) { move_to_team(act, one, second); });
  EXPECT_THAT(of(second, 10), ElementsAre("urgent one", "letter one"));
  world.act([&](log::Act& act) { move_team(act, second, third); });
  EXPECT_THAT(of(second, 10), IsEmpty());
  EXPECT_THAT(of(third, 10), ElementsAre("urgent one", "letter one"));
}

TEST_P(ClocksTest, an_act_that_fails_leaves_no_clock_and_no_job) {
  const log::Header header{{log::Actor::Kind::system, {}, {}, {}, "test"}, "test.act", {}, {}, {}, {}};
  EXPECT_FALSE(world.server->journal.act<void>(header, [&](log::Act& act) -> Result<void> {
    start(act, world.pack, "urgent", one, world.team);
    return fail(nrm::problems::kConflict);
  }));
  EXPECT_FALSE(world.find("urgent", one));
  EXPECT_EQ(world.jobs(), 0);
}

TEST_P(ClocksTest, what_the_country_has_no_rule_for_is_a_bug) {
  EXPECT_THROW(world.start("no-such-rule", one), std::logic_error);
  EXPECT_THROW(world.start("urgent", {"referral", "with:colon"}), std::logic_error);
}

TEST_P(ClocksTest, a_clock_set_back_a_year_and_forward_again_loses_and_doubles_nothing) {
  world.start("urgent", one);
  world.clock.set_wall_by(-24h * 365);
  world.clock.pass(30h);
  EXPECT_EQ(world.run(), 0);
  EXPECT_TRUE(world.server->runner->is_holding());
  EXPECT_EQ(world.server->alarms, 1);
  world.clock.set_wall_by(24h * 365);
  world.run();
  world.run();
  EXPECT_FALSE(world.server->runner->is_holding());
  EXPECT_THAT(world.told(), ElementsAre("clock.breached urgent:referral:one", "clock.warned urgent:referral:one"));
}

TEST_P(ClocksTest, a_clock_set_forward_a_year_breaches_nothing) {
  world.start("urgent", one);
  world.clock.set_wall_by(24h * 365);
  EXPECT_EQ(world.run(), 0);
  world.clock.set_wall_by(-24h * 365);
  EXPECT_EQ(world.run(), 0);
  EXPECT_THAT(world.told(), IsEmpty());
}

}  // namespace
}  // namespace nrm::clocks::testing
