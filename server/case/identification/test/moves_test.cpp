#include "moves_world.hpp"

namespace nrm::identification::testing {
namespace {

using ::testing::ElementsAre;

class MovesTest : public ::testing::TestWithParam<storage::Kind> {
 protected:
  MovesWorld w{GetParam()};
};
NRM_ON_EACH_DATABASE(MovesTest);

TEST_P(MovesTest, a_new_case_stands_at_the_beginning_of_both_tracks_and_shows_what_may_be_done) {
  const auto id = w.open_case();
  const auto view = w.view(w.officer, id);
  EXPECT_EQ(w.on(view, "identification").state, "encountered");
  EXPECT_EQ(w.on(view, "protection").state, "not-started");
  EXPECT_TRUE(view.open);
  EXPECT_TRUE(view.history.empty());
  const auto refer = w.open_move(w.officer, id, "identification.refer");
  EXPECT_TRUE(refer.yours);
  EXPECT_THAT(refer.lacks, ElementsAre("basis"));
  EXPECT_THAT(refer.asks, ElementsAre("form:gb-nrm-referral"));
}

TEST_P(MovesTest, emergency_help_asks_for_nothing) {
  const auto id = w.open_case("");
  EXPECT_EQ(w.moved(w.officer, id, "protection.start-emergency"), "done");
  EXPECT_EQ(w.state_of(id, "protection"), "emergency-help");
  EXPECT_EQ(w.state_of(id), "encountered") << "the tracks run side by side";
}

TEST_P(MovesTest, a_step_says_what_it_lacks_and_changes_nothing) {
  const auto id = w.open_case("");
  EXPECT_EQ(w.moved(w.officer, id, "identification.refer", {.form = "gb-nrm-referral"}), "consent.no-basis");
  const auto adult = w.open_case();
  w.agree(adult, consent::Decision::refusal);
  EXPECT_EQ(w.moved(w.officer, adult, "identification.refer", {.form = "gb-nrm-referral"}), "consent.no-basis")
      << "a refusal is no ground";
  w.agree(adult);
  const auto bare = w.try_move(w.officer, adult, "identification.refer");
  ASSERT_FALSE(bare);
  EXPECT_EQ(bare.error().fields, (std::vector<FieldProblem>{{"/forms", "required", {}}}));
  EXPECT_EQ(w.state_of(adult), "encountered");
  EXPECT_EQ(w.count("SELECT COUNT(*) AS n FROM case_move"), 0);
  EXPECT_EQ(w.moved(w.officer, adult, "identification.refer", {.form = "gb-nrm-referral"}), "done");
}

TEST_P(MovesTest, that_she_agreed_to_help_is_no_ground_to_refer_her_to_the_authorities) {
  const auto id = w.open_case();
  const With form{.form = "gb-nrm-referral"};
  w.agree_for(id, "assist", w.charity.team);
  EXPECT_EQ(w.moved(w.officer, id, "identification.refer", form), "consent.no-basis");
  EXPECT_THAT(w.open_move(w.officer, id, "identification.refer").lacks, ElementsAre("basis"));
  w.agree_for(id, "assist", w.authority.team);
  EXPECT_EQ(w.moved(w.officer, id, "identification.refer", form), "done") << "that body decides from there";
  const auto other = w.open_case();
  w.agree_for(other, "protect", w.charity.team);
  EXPECT_EQ(w.moved(w.officer, other, "identification.refer", form), "done");
}

TEST_P(MovesTest, a_figure_or_an_inspection_is_no_ground_to_refer_her_whoever_receives_it) {
  const auto id = w.open_case();
  for (const auto* purpose : {"statistics", "oversight", "subject-request"}) {
    w.agree_for(id, purpose, w.authority.team);
    EXPECT_EQ(w.moved(w.officer, id, "identification.refer", {.form = "gb-nrm-referral"}), "consent.no-basis")
        << purpose;
    EXPECT_THAT(w.open_move(w.officer, id, "identification.refer").lacks, ElementsAre("basis")) << purpose;
  }
}

TEST_P(MovesTest, notifying_without_a_name_needs_no_basis_and_is_for_public_bodies) {
  const auto id = w.open_case("");
  EXPECT_TRUE(w.open_move(w.officer, id, "identification.notify").yours);
  EXPECT_EQ(w.moved(w.officer, id, "identification.notify"), "done");
  EXPECT_EQ(w.state_of(id), "notified");
}

TEST_P(MovesTest, what_is_for_another_role_or_body_is_shown_as_theirs_and_refused) {
  const auto id = w.referred();
  EXPECT_FALSE(w.open_move(w.officer, id, "identification.reasonable-grounds-yes").yours);
  EXPECT_EQ(w.moved(w.officer, id, "identification.reasonable-grounds-yes", {.reason = "None.", .decided = true}),
            "identification.not-yours");
  EXPECT_TRUE(w.open_move(w.decider, id, "identification.reasonable-grounds-yes").yours);
  EXPECT_EQ(w.moved(w.decider, id, "identification.reasonable-grounds-yes",
                    {.reason = "Her account and the site agree.", .decided = true}),
            "done");
}

TEST_P(MovesTest, a_team_that_does_not_hold_the_case_finds_nothing) {
  const auto id = w.open_case();
  EXPECT_EQ(w.moved(w.helper, id, "protection.start-emergency"), "kernel.not-found");
  EXPECT_EQ(look(w.desk(), w.as(w.helper), id).error().type, nrm::problems::kNotFound);
  EXPECT_EQ(pause(w.desk(), w.as(w.helper), id, "identification", "person-not-reachable").error().type,
            nrm::problems::kNotFound);
}

TEST_P(MovesTest, a_decision_needs_its_day_and_its_reason) {
  const auto id = w.referred();
  const auto bare = w.try_move(w.decider, id, "identification.reasonable-grounds-no");
  ASSERT_FALSE(bare);
  EXPECT_EQ(bare.error().fields,
            (std::vector<FieldProblem>{{"/reason", "required", {}}, {"/decision", "required", {}}}));
  auto input = w.input_of("identification.reasonable-grounds-no", {.reason = "Nothing fits.", .decided = true});
  input.decision->on = Date{std::chrono::sys_days{input.decision->on} + std::chrono::days{1}};
  const auto ahead = move(w.desk(), w.as(w.decider), id, w.version_of(id), input);
  ASSERT_FALSE(ahead);
  EXPECT_EQ(ahead.error().fields, (std::vector<FieldProblem>{{"/decision/on", "in-the-future", {}}}));
}

TEST_P(MovesTest, the_history_says_who_and_when_and_why_to_those_who_hold_the_case) {
  const auto id = w.referred();
  w.pass(std::chrono::hours{24});
  must(w.try_move(w.decider, id, "identification.reasonable-grounds-yes",
                  {.reason = "Her account and the site agree.", .decided = true}));
  const auto view = w.view(w.manager, id);
  ASSERT_EQ(view.history.size(), 2U);
  EXPECT_EQ(view.history[0].to, "reasonable-grounds-positive");
  EXPECT_EQ(view.history[0].by, w.decider.id);
  EXPECT_EQ(view.history[0].said.at("reason"), "Her account and the site agree.");
  EXPECT_EQ(view.history[0].said.at("decision-number"), "D-17");
  EXPECT_EQ(view.history[1].said.at("form:gb-nrm-referral"), "paper");
  EXPECT_EQ(view.history[1].said.at("form-number:gb-nrm-referral"), "file 4711");
  EXPECT_EQ(w.count("SELECT COUNT(*) AS n FROM case_move WHERE to_state LIKE '%4711%' OR transition LIKE '%4711%'"), 0);
}

TEST_P(MovesTest, a_page_that_is_out_of_date_moves_nothing) {
  const auto id = w.open_case();
  const auto version = w.version_of(id);
  must(w.try_move(w.officer, id, "protection.start-emergency"));
  EXPECT_EQ(move(w.desk(), w.as(w.officer), id, version, w.input_of("identification.notify", {})).error().type,
            nrm::problems::kStale);
  EXPECT_EQ(w.moved(w.officer, id, "protection.start-emergency"), "identification.moved-on");
  EXPECT_EQ(w.moved(w.officer, id, "residence.postpone"), "kernel.invalid");
}

TEST_P(MovesTest, a_closed_case_moves_no_more_until_it_is_opened_again) {
  const auto id = w.open_case();
  must(w.act<void>(w.as(w.manager), "case.close", id, [&](log::Act& act, const access::Permit& permit) {
    return casefile::close_case(act, permit, id, {"help-completed", ""}, "closed");
  }));
  EXPECT_EQ(w.moved(w.officer, id, "protection.start-emergency"), "casefile.closed");
  EXPECT_FALSE(w.view(w.officer, id).open);
  must(w.act<void>(w.as(w.manager), "case.reopen", id, [&](log::Act& act, const access::Permit& permit) {
    return casefile::reopen_case(act, permit, id);
  }));
  EXPECT_EQ(w.moved(w.officer, id, "protection.start-emergency"), "done");
}

TEST_P(MovesTest, a_case_under_older_rules_goes_over_to_new_ones_only_by_choice) {
  const auto id = w.open_case();
  w.pack.pathway.version = "gb-2030-1";
  EXPECT_EQ(w.moved(w.officer, id, "protection.start-emergency"), "identification.other-pathway");
  EXPECT_EQ(w.moved(w.officer, id, "protection.start-emergency", {.adopt = true}), "done");
  EXPECT_EQ(w.view(w.officer, id).pathway_version, "gb-2030-1");
  EXPECT_EQ(w.moved(w.officer, id, "identification.notify"), "done");
}

TEST(PacksTest, every_time_that_a_step_keeps_counts_from_the_state_that_it_leaves) {
  for (const auto* country : {"by", "gb"}) {
    const auto pack = pack_of(country);
    for (const auto& track : pack.pathway.tracks)
      for (const auto& step : track.transitions) {
        if (step.latest || step.earliest) {
          EXPECT_EQ(step.starts_at, "state:" + track.id + "/" + step.from) << country << " " << step.id;
        }
      }
  }
}

}  // namespace
}  // namespace nrm::identification::testing
