// Who stops a time and lets it go on, and who learns of it.
#include "moves_world.hpp"

namespace nrm::identification::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class PausesTest : public ::testing::TestWithParam<storage::Kind> {
 protected:
  MovesWorld w{GetParam()};

  void end_joint_teams(const CaseId& id) {
    must(w.act<void>(w.as(w.manager), "case-team.end", id, [&](log::Act& act, const access::Permit&) -> Result<void> {
      for (const auto& joint : casefile::joint_teams_of(act.writer(), id))
        casefile::end_joint_team(act, joint, casefile::JointEnd::removed);
      return {};
    }));
  }
};
NRM_ON_EACH_DATABASE(PausesTest);

TEST_P(PausesTest, reconsideration_is_a_window_that_stands_still_while_she_cannot_be_reached) {
  const auto id = w.referred();
  must(w.try_move(w.decider, id, "identification.reasonable-grounds-no", {.reason = "No sign.", .decided = true}));
  EXPECT_THAT(w.rules_of(id), ElementsAre("reconsideration-after-reasonable-grounds"));
  w.pass(std::chrono::hours{24 * 10});
  must(pause(w.desk(), w.as(w.decider), id, "identification", "person-not-reachable"));
  EXPECT_EQ(pause(w.desk(), w.as(w.decider), id, "identification", "person-not-reachable").error().type,
            nrm::problems::kConflict);
  EXPECT_EQ(pause(w.desk(), w.as(w.decider), id, "identification", "procedure-suspended").error().type,
            nrm::problems::kConflict)
      << "the pack's rule does not stop for that";
  EXPECT_EQ(pause(w.desk(), w.as(w.decider), id, "identification", "consent-paused").error().type,
            nrm::problems::kInvalid);
  w.pass(std::chrono::hours{24 * 60});
  EXPECT_EQ(w.told(w.station.team, "pathway.overdue"), 0);
  must(resume(w.desk(), w.as(w.decider), id, "identification", "person-not-reachable"));
  EXPECT_EQ(resume(w.desk(), w.as(w.decider), id, "identification", "person-not-reachable").error().type,
            nrm::problems::kConflict);
  w.pass(std::chrono::hours{24 * 19});
  EXPECT_EQ(w.told(w.station.team, "pathway.overdue"), 0);
  EXPECT_EQ(w.moved(w.decider, id, "identification.reconsider-reasonable-grounds", {.reason = "New evidence."}),
            "done");
  EXPECT_THAT(w.rules_of(id), ElementsAre("reasonable-grounds")) << "decided anew within five working days";
}

TEST_P(PausesTest, only_a_body_with_a_step_there_stops_a_time_and_the_others_are_told_and_see_who) {
  const auto id = w.referred();
  must(w.try_move(w.decider, id, "identification.reasonable-grounds-no", {.reason = "No sign.", .decided = true}));
  const std::string reason = "person-not-reachable";
  EXPECT_EQ(pause(w.desk(), w.as(w.officer), id, "identification", reason).error().type, problems::kNotYours);
  must(pause(w.desk(), w.as(w.decider), id, "identification", reason));
  EXPECT_EQ(w.told(w.station.team, "pathway.stands-still"), 1);
  EXPECT_EQ(w.told(w.authority.team, "pathway.stands-still"), 0);
  const auto still = w.view(w.officer, id);
  const auto& times = w.on(still, "identification").times;
  ASSERT_EQ(times.size(), 1U);
  EXPECT_THAT(times[0].may_pause_for, IsEmpty());
  EXPECT_THAT(times[0].may_resume_for, ElementsAre(reason)) << "the case is its team's";
  ASSERT_EQ(still.pauses.size(), 1U);
  EXPECT_EQ(still.pauses[0].by, w.decider.id);
  EXPECT_EQ(still.pauses[0].reason, reason);
  EXPECT_EQ(still.pauses[0].at, w.now());
  EXPECT_EQ(still.pauses[0].ended_at, std::nullopt);
  w.pass(std::chrono::hours{24 * 2});
  must(resume(w.desk(), w.as(w.decider), id, "identification", reason));
  EXPECT_EQ(w.told(w.station.team, "pathway.goes-on"), 1);
  EXPECT_EQ(w.told(w.authority.team, "pathway.goes-on"), 0);
  const auto ended = w.now();  // signing in to look takes a while
  const auto again = w.view(w.officer, id);
  EXPECT_EQ(again.pauses.at(0).ended_at, ended);
  EXPECT_EQ(again.pauses.at(0).ended_by_team, w.authority.team);
}

TEST_P(PausesTest, when_who_stopped_a_time_holds_the_case_no_more_the_team_that_the_case_is_of_lets_it_go_on) {
  const auto id = w.referred();
  must(w.try_move(w.decider, id, "identification.reasonable-grounds-no", {.reason = "No sign.", .decided = true}));
  const std::string reason = "person-not-reachable";
  must(pause(w.desk(), w.as(w.decider), id, "identification", reason));
  end_joint_teams(id);
  w.pass(std::chrono::hours{24 * 60});
  must(resume(w.desk(), w.as(w.officer), id, "identification", reason));
  EXPECT_EQ(w.told(w.authority.team, "pathway.goes-on"), 0) << "it holds the case no more";
  const auto view = w.view(w.officer, id);
  EXPECT_TRUE(w.on(view, "identification").times.at(0).clock.paused_by.empty());
  EXPECT_EQ(view.pauses.at(0).ended_by_team, w.station.team);
  EXPECT_THAT(w.work_of(w.manager), IsEmpty());
  w.pass(std::chrono::hours{24 * 31});
  EXPECT_EQ(w.told(w.station.team, "pathway.window-over"), 1);
}

TEST_P(PausesTest, what_stands_still_stays_in_the_list_without_a_time) {
  const auto id = w.referred();
  must(w.try_move(w.decider, id, "identification.reasonable-grounds-no", {.reason = "No sign.", .decided = true}));
  must(pause(w.desk(), w.as(w.decider), id, "identification", "person-not-reachable"));
  for (const auto* person : {&w.decider, &w.manager}) {
    const auto items = w.work_of(*person);
    ASSERT_EQ(items.size(), 1U);
    EXPECT_EQ(items[0].kind, "paused-step");
    EXPECT_EQ(items[0].due_at, std::nullopt);
    EXPECT_EQ(items[0].state, pathway::ClockState::on_time);
  }
  must(w.try_move(w.decider, id, "identification.reconsider-reasonable-grounds", {.reason = "New evidence."}));
  EXPECT_THAT(w.work_of(w.decider), IsEmpty());
  EXPECT_EQ(w.view(w.decider, id).pauses.at(0).ended_at, w.now()) << "the time ended with the state";
}

TEST_P(PausesTest, what_has_run_out_is_not_stopped_afterwards) {
  const auto id = w.referred();
  must(w.try_move(w.decider, id, "identification.reasonable-grounds-no", {.reason = "No sign.", .decided = true}));
  w.instance.clock.advance(std::chrono::hours{24 * 31});
  for (int again = 0; again < 2; ++again) {
    EXPECT_EQ(pause(w.desk(), w.as(w.decider), id, "identification", "person-not-reachable").error().type,
              nrm::problems::kConflict)
        << "whether or not a job has run";
    w.run_jobs();
  }
  EXPECT_TRUE(w.view(w.decider, id).pauses.empty());
}

// Of the pack of Belarus: any body that may send the notice may withdraw it, and only those that identify open the
// questionnaire, in five working days.
class NoticeTest : public ::testing::TestWithParam<storage::Kind> {
 protected:
  MovesWorld w{GetParam(), pack_of("by"), "investigation"};
};
NRM_ON_EACH_DATABASE(NoticeTest);

TEST_P(NoticeTest, who_may_only_withdraw_the_notice_does_not_stop_the_time_of_those_who_identify) {
  const auto id = w.open_case();
  w.agree(id);
  must(w.try_move(w.officer, id, "identification.send-notice"));
  const std::string reason = "person-not-reachable";
  w.share(id, w.agree_for(id, "assist", w.charity.team), w.charity.team);
  const auto theirs = w.view(w.helper, id);
  EXPECT_THAT(w.on(theirs, "identification").times.at(0).may_pause_for, IsEmpty());
  EXPECT_EQ(pause(w.desk(), w.as(w.helper), id, "identification", reason).error().type, problems::kNotYours);
  EXPECT_EQ(w.told(w.station.team, "pathway.stands-still"), 0);
  must(pause(w.desk(), w.as(w.officer), id, "identification", reason));
  EXPECT_EQ(w.told(w.charity.team, "pathway.stands-still"), 1);
  EXPECT_EQ(resume(w.desk(), w.as(w.helper), id, "identification", reason).error().type, problems::kNotYours);
  must(resume(w.desk(), w.as(w.officer), id, "identification", reason));
  EXPECT_EQ(w.told(w.charity.team, "pathway.goes-on"), 1);
}

}  // namespace
}  // namespace nrm::identification::testing
