// Cases of one person: which of them is late, and who is told.
#include "moves_world.hpp"

namespace nrm::identification::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class MergedTest : public ::testing::TestWithParam<storage::Kind> {
 protected:
  MovesWorld w{GetParam()};

  void merge(const CaseId& survivor, const CaseId& absorbed) { merge(w.manager, survivor, absorbed); }
  void merge(const Person& who, const CaseId& survivor, const CaseId& absorbed) {
    must(w.act<void>(w.as(who), "case.merge", survivor, [&](log::Act& act, const access::Permit& permit) {
      return casefile::merge_cases(act, permit, survivor, absorbed);
    }));
  }
  void unmerge(const CaseId& absorbed) {
    must(w.act<CaseId>(w.as(w.manager), "case.unmerge", absorbed, [&](log::Act& act, const access::Permit& permit) {
      return casefile::unmerge_case(act, permit, absorbed);
    }));
  }
};
NRM_ON_EACH_DATABASE(MergedTest);

TEST_P(MergedTest, a_case_that_came_to_be_part_of_another_warns_nobody_once_the_other_has_come_as_far) {
  const auto goes = w.referred();
  const auto stays = w.open_case();
  w.agree(stays);
  merge(stays, goes);
  must(w.try_move(w.officer, stays, "identification.refer", {.form = "gb-nrm-referral"}));
  w.set("2026-05-07T08:00:00Z");
  w.run_jobs();
  EXPECT_EQ(w.told(w.authority.team, "pathway.due-soon"), 0) << "the other case has a time of its own";
  w.set("2026-05-09T08:00:00Z");
  w.run_jobs();
  EXPECT_EQ(w.told(w.station.team, "pathway.overdue"), 1);
  EXPECT_EQ(w.told(w.authority.team, "pathway.overdue"), 0);
  ASSERT_EQ(w.work_of(w.manager).size(), 1U);
  EXPECT_EQ(w.work_of(w.manager)[0].case_id, stays);
  w.close(stays);
  w.reopen(stays);
  EXPECT_EQ(w.told(w.station.team, "pathway.overdue"), 1);
  unmerge(goes);
  EXPECT_EQ(w.told(w.station.team, "pathway.overdue"), 2) << "what was missed is told now";
  EXPECT_EQ(w.told(w.authority.team, "pathway.overdue"), 1);
}

TEST_P(MergedTest, a_merger_into_a_case_that_is_behind_silences_no_time_and_who_holds_it_too_is_told) {
  const auto goes = w.referred();
  const auto stays = w.open_case();
  merge(stays, goes);
  EXPECT_EQ(w.told(w.authority.team, "pathway.part-of-another"), 1) << "it decides nothing there any more";
  EXPECT_EQ(w.told(w.station.team, "pathway.part-of-another"), 0) << "it did that itself";
  w.set("2026-05-07T08:00:00Z");
  w.run_jobs();
  EXPECT_EQ(w.told(w.station.team, "pathway.due-soon"), 1);
  EXPECT_EQ(w.told(w.authority.team, "pathway.due-soon"), 1);
  must(w.try_move(w.officer, stays, "identification.help-without-referral"));
  w.set("2026-05-09T08:00:00Z");
  w.run_jobs();
  EXPECT_EQ(w.told(w.station.team, "pathway.overdue"), 1) << "she has not come as far there";
  EXPECT_EQ(w.coordinators_told(), 1);
  EXPECT_EQ(w.late_before(w.coordinator).size(), 1U);
  must(w.try_move(w.officer, stays, "identification.end-without-referral", {.reason = "She wants none."}));
  EXPECT_THAT(w.late_before(w.coordinator), IsEmpty()) << "she left after she was referred";
  EXPECT_THAT(w.work_of(w.manager), IsEmpty());
}

TEST_P(MergedTest, what_stood_still_when_they_were_merged_may_be_let_go_on_and_nothing_more) {
  const auto goes = w.referred();
  must(w.try_move(w.decider, goes, "identification.reasonable-grounds-no", {.reason = "No sign.", .decided = true}));
  const std::string reason = "person-not-reachable";
  must(pause(w.desk(), w.as(w.decider), goes, "identification", reason));
  merge(w.open_case(), goes);
  const auto still = w.view(w.decider, goes);
  EXPECT_THAT(w.on(still, "identification").times.at(0).may_resume_for, ElementsAre(reason));
  must(resume(w.desk(), w.as(w.decider), goes, "identification", reason));
  const auto runs = w.view(w.decider, goes);
  EXPECT_THAT(w.on(runs, "identification").times.at(0).may_pause_for, IsEmpty());
  EXPECT_EQ(pause(w.desk(), w.as(w.decider), goes, "identification", reason).error().type, casefile::problems::kMerged);
}

TEST_P(MergedTest, that_she_once_left_in_another_case_does_not_answer_a_later_referral) {
  const auto stays = w.open_case();
  must(w.try_move(w.officer, stays, "identification.help-without-referral"));
  must(w.try_move(w.officer, stays, "identification.end-without-referral", {.reason = "She wanted none."}));
  w.pass(std::chrono::hours{1});
  const auto goes = w.referred();
  merge(stays, goes);
  w.set("2026-05-09T08:00:00Z");
  w.run_jobs();
  EXPECT_EQ(w.told(w.authority.team, "pathway.overdue"), 1);
}

TEST_P(MergedTest, what_was_missed_while_they_were_closed_is_told_when_they_are_opened_again) {
  const auto goes = w.referred();
  const auto stays = w.open_case();
  merge(stays, goes);
  w.close(w.manager, stays);
  w.set("2026-05-09T08:00:00Z");
  w.run_jobs();
  EXPECT_EQ(w.told(w.station.team, "pathway.overdue"), 0);
  w.reopen(w.manager, stays);
  EXPECT_EQ(w.told(w.station.team, "pathway.overdue"), 1);
  EXPECT_EQ(w.told(w.authority.team, "pathway.overdue"), 1);
}

TEST_P(MergedTest, where_the_way_leads_to_and_fro_the_later_word_counts_also_after_they_were_closed) {
  const auto goes = w.open_case_of(w.helper);
  const auto stays = w.open_case_of(w.helper);
  for (const auto& id : {goes, stays}) must(w.try_move(w.helper, id, "protection.start-assistance"));
  must(w.try_move(w.helper, goes, "protection.move-on"));
  w.pass(std::chrono::hours{1});
  must(w.try_move(w.helper, stays, "protection.follow"));
  merge(w.helper, stays, goes);
  w.close(w.helper, stays);
  w.pass(std::chrono::hours{24 * 46});
  w.reopen(w.helper, stays);
  w.run_jobs();
  EXPECT_EQ(w.told(w.charity.team, "pathway.overdue"), 0) << "she has moved on and is followed up";
}

TEST_P(MergedTest, two_cases_of_one_person_are_late_once) {
  const auto goes = w.referred();
  const auto stays = w.referred();
  merge(stays, goes);
  w.set("2026-05-09T08:00:00Z");
  w.run_jobs();
  EXPECT_EQ(w.told(w.station.team, "pathway.overdue"), 1);
  EXPECT_EQ(w.coordinators_told(), 1);
  w.close(stays);
  w.reopen(stays);
  EXPECT_EQ(w.told(w.station.team, "pathway.overdue"), 1);
  ASSERT_EQ(w.work_of(w.manager).size(), 1U);
  EXPECT_EQ(w.work_of(w.manager)[0].case_id, stays);
}

TEST_P(MergedTest, what_another_case_of_hers_has_decided_is_asked_for_no_more) {
  const auto stays = w.referred();
  must(w.try_move(w.decider, stays, "identification.reasonable-grounds-yes", {.reason = "It fits.", .decided = true}));
  const auto goes = w.referred();
  merge(stays, goes);
  w.set("2026-05-09T08:00:00Z");
  w.run_jobs();
  EXPECT_EQ(w.told(w.station.team, "pathway.overdue"), 0);
  EXPECT_THAT(w.work_of(w.manager), IsEmpty());
}

}  // namespace
}  // namespace nrm::identification::testing
