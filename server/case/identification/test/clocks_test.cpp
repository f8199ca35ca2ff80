// Times of states: started, kept, told of once, silent while nobody may act, gone with the case.
#include "moves_world.hpp"

#include "nrm/access/cover.hpp"

namespace nrm::identification::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ClocksTest : public ::testing::TestWithParam<storage::Kind> {
 protected:
  MovesWorld w{GetParam()};

  CaseId recovering() {
    const auto id = w.referred();
    must(w.try_move(w.decider, id, "identification.reasonable-grounds-yes", {.reason = "It fits.", .decided = true}));
    return id;
  }
  void set_region(const TeamId& team, const char* region) {
    w.instance.database.run("UPDATE team SET region = $region WHERE id = $id", {{"region", region}, {"id", team}});
  }
  std::int64_t told_of_late(const Person& coordinator) {
    return w.count("SELECT COUNT(*) AS n FROM member_notice WHERE member = $m AND code = 'coordination.overdue-step'",
                   {{"m", coordinator.id}});
  }
  void be_away(const Person& person, const char* from, const char* until) {
    const access::Leave leave{person.id, std::nullopt, *parse_iso_date(from), *parse_iso_date(until)};
    must(access::record_leave(w.instance.context(), w.as(person), leave));
  }
};
NRM_ON_EACH_DATABASE(ClocksTest);

TEST_P(ClocksTest, reasonable_grounds_are_due_in_five_working_days_across_the_bank_holiday) {
  const auto id = w.referred();
  EXPECT_THAT(w.rules_of(id), ElementsAre("reasonable-grounds")) << "said three times in the pack, it runs once";
  const auto yes = w.open_move(w.decider, id, "identification.reasonable-grounds-yes");
  EXPECT_EQ(yes.not_after, parse_rfc3339("2026-05-08T23:00:00Z"));
  EXPECT_EQ(w.open_move(w.decider, id, "identification.reasonable-grounds-no").not_after, yes.not_after);
  EXPECT_EQ(w.open_move(w.decider, id, "identification.withdraw-from-referred").not_after, std::nullopt);
}

TEST_P(ClocksTest, both_teams_that_hold_the_case_are_warned_and_the_coordinator_hears_at_the_breach_once) {
  const auto id = w.referred();
  EXPECT_THAT(w.work_of(w.manager), IsEmpty());
  w.set("2026-05-07T08:00:00Z");
  w.run_jobs();
  EXPECT_EQ(w.told(w.station.team, "pathway.due-soon"), 1);
  EXPECT_EQ(w.told(w.authority.team, "pathway.due-soon"), 1);
  EXPECT_EQ(w.coordinators_told(), 0);
  w.set("2026-05-08T23:00:00Z");
  for (int again = 0; again < 3; ++again) w.run_jobs();
  EXPECT_EQ(w.told(w.station.team, "pathway.overdue"), 1);
  EXPECT_EQ(w.told(w.authority.team, "pathway.overdue"), 1);
  EXPECT_EQ(w.told(w.charity.team, "pathway.overdue"), 0);
  EXPECT_EQ(w.coordinators_told(), 1);
  ASSERT_EQ(w.work_of(w.decider).size(), 1U);
  EXPECT_EQ(w.work_of(w.decider)[0].state, pathway::ClockState::overdue);
  EXPECT_EQ(w.work_of(w.decider)[0].case_id, id);
  EXPECT_EQ(w.work_of(w.manager).size(), 1U);
  EXPECT_THAT(w.work_of(w.helper), IsEmpty());
  must(w.try_move(w.decider, id, "identification.reasonable-grounds-yes", {.reason = "It fits.", .decided = true}));
  EXPECT_THAT(w.work_of(w.decider), IsEmpty());
  EXPECT_EQ(w.coordinators_told(), 0) << "what was late has been done";
}

TEST_P(ClocksTest, a_coordinator_sees_which_team_is_late_and_nothing_of_the_case) {
  const auto id = w.referred();
  w.set("2026-05-09T08:00:00Z");
  w.run_jobs();
  const auto items = w.late_before(w.coordinator);
  ASSERT_EQ(items.size(), 1U);
  EXPECT_EQ(items[0].other, w.authority.team) << "the station holds it, and the decision is not the station's";
  EXPECT_EQ(items[0].case_id, std::nullopt);
  EXPECT_THAT(w.view(w.manager, id).numbers, ElementsAre(items[0].reference)) << "both speak of the same number";
  for (const auto* person : {&w.manager, &w.decider})
    EXPECT_THAT(w.work_of(*person).at(0).reference, ::testing::EndsWith(" · " + items[0].reference));
}

TEST_P(ClocksTest, a_coordinators_list_is_long_and_has_an_end) {
  const auto now = w.now();
  for (int i = 0; i < 510; ++i)
    w.instance.database.run(
        "INSERT INTO case_stay (id, case_id, track, state, team, reference, since, coordinator_told_at) VALUES ($id, "
        "$id, 'identification', 'referred', $team, $id, $now, $told)",
        {{"id", to_text(make_uuid_v4(w.instance.random))},
         {"team", w.authority.team},
         {"now", now},
         {"told", now + std::chrono::seconds{i}}});
  const auto items = w.late_before(w.coordinator);
  ASSERT_EQ(items.size(), 500U);
  EXPECT_EQ(items[0].other, w.authority.team);
}

TEST_P(ClocksTest, a_late_team_without_a_coordinator_of_its_region_is_before_all_of_them) {
  set_region(w.authority.team, "GB-ABE");
  const auto council = w.instance.new_body("test-council", "Council", {"coordination"}, {}, "local-authority");
  const auto elsewhere = w.instance.new_person(council, {Role::coordinator}, "council.coordinator");
  set_region(council.team, "GB-NIR");
  be_away(w.coordinator, "2026-05-01", "2026-05-20");
  w.referred();
  w.set("2026-05-09T08:00:00Z");
  w.run_jobs();
  EXPECT_EQ(w.late_before(elsewhere).size(), 1U) << "the only one of the region is on leave";
  EXPECT_EQ(told_of_late(elsewhere), 1);
  EXPECT_EQ(told_of_late(w.coordinator), 1) << "it is hers when she is back";
  w.set("2026-05-21T08:00:00Z");
  EXPECT_EQ(w.late_before(w.coordinator).size(), 1U);
  EXPECT_THAT(w.late_before(elsewhere), IsEmpty()) << "she is back: others have it in hand no more";
}

TEST_P(ClocksTest, who_has_no_late_team_in_view_is_told_of_none) {
  set_region(w.authority.team, "GB-ABE");
  const auto council = w.instance.new_body("test-council", "Council", {"coordination"}, {}, "local-authority");
  const auto elsewhere = w.instance.new_person(council, {Role::coordinator}, "council.coordinator");
  set_region(council.team, "GB-NIR");
  w.referred();
  w.set("2026-05-09T08:00:00Z");
  w.run_jobs();
  EXPECT_THAT(w.late_before(elsewhere), IsEmpty());
  EXPECT_EQ(told_of_late(elsewhere), 0) << "a notice leads to what the list shows";
  EXPECT_EQ(told_of_late(w.coordinator), 1);
  EXPECT_EQ(w.late_before(w.coordinator).size(), 1U);
}

TEST_P(ClocksTest, what_is_late_with_a_team_of_no_region_is_before_every_coordinator) {
  set_region(w.charity.team, "GB-NIR");
  const auto regional = w.instance.new_person(w.charity, {Role::coordinator}, "charity.coordinator");
  w.instance.database.run("UPDATE member SET state = 'suspended' WHERE id = $id", {{"id", w.coordinator.id}});
  w.referred();
  w.set("2026-05-09T08:00:00Z");
  w.run_jobs();
  EXPECT_EQ(w.late_before(regional).size(), 1U) << "nobody coordinates for the whole country";
  EXPECT_EQ(told_of_late(regional), 1);
}

TEST_P(ClocksTest, conclusive_grounds_are_refused_until_thirty_days_have_passed_and_the_day_is_named) {
  w.set("2026-05-06T08:00:00Z");
  const auto id = recovering();
  const With decision{.reason = "It fits.", .decided = true};
  for (const auto* early : {"2026-06-04T10:00:00Z", "2026-06-05T22:50:00Z"}) {
    w.set(early);
    w.run_jobs();
    const auto refused = w.try_move(w.decider, id, "identification.conclusive-grounds-yes", decision);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().type, problems::kTooEarly);
    EXPECT_EQ(refused.error().params.at("day"), "2026-06-06");
    EXPECT_EQ(w.open_move(w.decider, id, "identification.conclusive-grounds-yes").not_before,
              parse_rfc3339("2026-06-05T23:00:00Z"));
  }
  EXPECT_EQ(w.told(w.authority.team, "pathway.minimum-passed"), 0);
  w.set("2026-06-05T23:00:00Z");
  for (int again = 0; again < 3; ++again) w.run_jobs();
  EXPECT_EQ(w.told(w.authority.team, "pathway.minimum-passed"), 1);
  EXPECT_EQ(w.told(w.station.team, "pathway.minimum-passed"), 1);
  EXPECT_EQ(w.open_move(w.decider, id, "identification.conclusive-grounds-yes").not_before, std::nullopt);
  EXPECT_EQ(w.moved(w.decider, id, "identification.conclusive-grounds-no", decision), "done");
}

TEST_P(ClocksTest, a_shortest_time_holds_though_no_job_has_run) {
  w.set("2026-05-06T08:00:00Z");
  const auto id = recovering();
  w.set("2026-06-05T23:00:00Z");
  EXPECT_EQ(w.moved(w.decider, id, "identification.conclusive-grounds-yes", {.reason = "It fits.", .decided = true}),
            "done");
}

TEST_P(ClocksTest, a_shortest_time_without_a_clock_of_its_own_holds_too) {
  const auto id = w.open_case_of(w.helper);
  must(w.try_move(w.helper, id, "protection.start-assistance"));
  must(w.try_move(w.helper, id, "protection.follow"));
  const With ended{.reason = "She needs no more help."};
  w.pass(std::chrono::hours{24 * 30});
  EXPECT_EQ(w.moved(w.helper, id, "protection.close-after-follow-up", ended), "identification.too-early");
  w.pass(std::chrono::hours{24});
  EXPECT_EQ(w.moved(w.helper, id, "protection.close-after-follow-up", ended), "done");
}

TEST_P(ClocksTest, a_window_warns_before_its_end_and_when_it_is_over_nobody_is_late) {
  const auto id = w.referred();
  must(w.try_move(w.decider, id, "identification.reasonable-grounds-no", {.reason = "No sign.", .decided = true}));
  w.pass(std::chrono::hours{24 * 24});
  EXPECT_EQ(w.told(w.authority.team, "pathway.due-soon"), 1);
  EXPECT_EQ(w.work_of(w.decider).size(), 1U) << "it may still be asked for";
  for (int again = 0; again < 3; ++again) w.pass(std::chrono::hours{24 * 10});
  EXPECT_EQ(w.told(w.authority.team, "pathway.window-over"), 1);
  EXPECT_EQ(w.told(w.station.team, "pathway.window-over"), 1);
  EXPECT_EQ(w.told(w.authority.team, "pathway.overdue"), 0);
  EXPECT_EQ(w.coordinators_told(), 0);
  EXPECT_THAT(w.work_of(w.decider), IsEmpty());
  EXPECT_THAT(w.work_of(w.manager), IsEmpty());
  const auto view = w.view(w.decider, id);
  const auto& times = w.on(view, "identification").times;
  ASSERT_EQ(times.size(), 1U);
  EXPECT_TRUE(times[0].is_over);
  EXPECT_EQ(times[0].state, pathway::ClockState::on_time);
}

TEST_P(ClocksTest, after_its_window_a_step_is_refused_but_for_exceptional_circumstances_with_a_reason) {
  const auto id = w.referred();
  must(w.try_move(w.decider, id, "identification.reasonable-grounds-no", {.reason = "No sign.", .decided = true}));
  const std::string step = "identification.reconsider-reasonable-grounds";
  auto input = w.input_of(step, {.reason = "She lay in hospital."});
  input.exceptional = true;
  EXPECT_EQ(move(w.desk(), w.as(w.decider), id, w.version_of(id), input).error().type, nrm::problems::kInvalid)
      << "the window is open: nothing is exceptional";
  w.instance.clock.advance(std::chrono::hours{24 * 31});
  EXPECT_EQ(w.moved(w.decider, id, step, {.reason = "New evidence."}), "identification.window-over")
      << "whether or not a job has run";
  w.run_jobs();
  EXPECT_EQ(w.moved(w.decider, id, step, {.reason = "New evidence."}), "identification.window-over");
  EXPECT_TRUE(w.open_move(w.decider, id, step).window_over);
  input.reason.clear();
  EXPECT_EQ(move(w.desk(), w.as(w.decider), id, w.version_of(id), input).error().fields,
            (std::vector<FieldProblem>{{"/reason", "required", {}}}));
  input.reason = "She lay in hospital.";
  must(move(w.desk(), w.as(w.decider), id, w.version_of(id), input));
  EXPECT_EQ(w.state_of(id), "referred");
  EXPECT_EQ(w.view(w.decider, id).history.at(0).said.at("exceptional"), "yes");
}

TEST_P(ClocksTest, nobody_is_told_of_a_closed_case_and_what_was_missed_is_told_when_it_is_opened_again) {
  const auto id = w.referred();
  w.close(id);
  w.set("2026-05-09T08:00:00Z");
  w.run_jobs();
  EXPECT_EQ(w.told(w.station.team, "pathway.overdue"), 0);
  EXPECT_EQ(w.coordinators_told(), 0);
  EXPECT_THAT(w.work_of(w.manager), IsEmpty());
  w.reopen(id);
  EXPECT_EQ(w.told(w.station.team, "pathway.overdue"), 1);
  EXPECT_EQ(w.coordinators_told(), 1);
  EXPECT_EQ(w.work_of(w.manager).size(), 1U);
  w.close(id);
  w.reopen(id);
  w.run_jobs();
  EXPECT_EQ(w.told(w.station.team, "pathway.overdue"), 1) << "told once, however often it is closed";
}

TEST_P(ClocksTest, a_case_handed_over_takes_its_times_along) {
  const auto id = w.open_case();
  w.agree(id);
  must(w.try_move(w.officer, id, "identification.refer", {.form = "gb-nrm-referral"}));
  const std::vector<casefile::KeySubject> subjects{{"case", id.text()}, {"case-log", id.text()}};
  must(w.act<std::int64_t>(w.as(w.manager), "case.write", id, [&](log::Act& act, const access::Permit& permit) {
    return casefile::give_ahead(act, permit, subjects, w.charity.team);
  }));
  must(w.act<void>(w.as(w.helper), "case.write", std::nullopt,
                   [&](log::Act& act, const access::Permit& permit) -> Result<void> {
                     casefile::hand_over_keys(act, subjects, w.station.team, w.charity.team);
                     casefile::hand_over_case(act, permit, id, w.station.team);
                     return {};
                   }));
  EXPECT_EQ(w.count("SELECT COUNT(*) AS n FROM running_clock WHERE team = $team", {{"team", w.station.team}}), 0);
  w.set("2026-05-09T08:00:00Z");
  w.run_jobs();
  EXPECT_EQ(w.told(w.charity.team, "pathway.overdue"), 1);
  EXPECT_EQ(w.told(w.station.team, "pathway.overdue"), 0);
  EXPECT_EQ(w.work_of(w.helper).size(), 1U);
  EXPECT_THAT(w.work_of(w.manager), IsEmpty());
  EXPECT_EQ(w.view(w.helper, id).history.at(0).said.at("form:gb-nrm-referral"), "paper");
}

TEST_P(ClocksTest, an_erased_case_leaves_no_row_and_no_clock) {
  const auto id = w.referred();
  must(w.try_move(w.officer, id, "protection.start-emergency"));
  w.set("2026-05-09T08:00:00Z");
  w.run_jobs();
  must(w.act<std::vector<casefile::ErasedCase>>(
      w.as(w.manager), "case.erase", std::nullopt,
      [&](log::Act& act, const access::Permit& permit) { return casefile::erase_case(act, permit, id); }));
  for (const auto* table : {"case_stay", "case_move", "case_pause", "running_clock"})
    EXPECT_EQ(w.count(std::string{"SELECT COUNT(*) AS n FROM "} + table), 0) << table;
  EXPECT_EQ(w.coordinators_told(), 0);
}

}  // namespace
}  // namespace nrm::identification::testing
