#include "watch_world.hpp"

namespace nrm::oversight::testing {
namespace {

class AnomalyTest : public WatchTest {
 protected:
  CaseId planted() {
    const auto id = open_case("Nobody");
    must(plant_canary(desk(), world.session(world.border_manager), id));
    must(confirm_canary(desk(), world.session(privacy), id));
    return id;
  }
};
NRM_ON_EACH_DATABASE(AnomalyTest);

TEST_P(AnomalyTest, ACanaryAlarmsInTheActThatOpensFindsOrViewsIt) {
  const auto id = planted();
  EXPECT_EQ(seen("canary-opened"), 0);
  must(read(responder, id, Compartment::identity));
  EXPECT_EQ(seen("canary-opened"), 1);
  must(on_case<std::vector<casefile::Found>>(
      responder, "case.search", std::nullopt,
      [&](log::Act& act, const access::Permit& permit) { return casefile::search_cases(act, permit, "Nobody"); }));
  EXPECT_EQ(seen("canary-opened"), 2);
  must(on_case<std::optional<Personal<std::string>>>(
      responder, "case.view", id,
      [&](log::Act& act, const access::Permit& permit) { return casefile::safe_contact(act, permit, id); }));
  EXPECT_EQ(seen("canary-opened"), 3);
  EXPECT_FALSE(read(responder, id, Compartment::justice));
  EXPECT_EQ(seen("canary-opened"), 4);
  EXPECT_EQ(anomalies().at(0).member, responder.id);
}

TEST_P(AnomalyTest, ACanaryNeedsTwoPeopleLeavesTheStatisticsAndIsOnNobodyElsesList) {
  const auto before = world.database.query("SELECT COUNT(*) AS n FROM statistics_row").at(0).integer("n");
  const auto id = open_case("Nobody");
  must(plant_canary(desk(), world.session(world.border_manager), id));
  EXPECT_EQ(world.database.query("SELECT COUNT(*) AS n FROM statistics_row").at(0).integer("n"), before);
  must(read(responder, id, Compartment::identity));
  EXPECT_EQ(seen("canary-opened"), 0) << "not confirmed yet";
  EXPECT_EQ(confirm_canary(desk(), world.session(world.border_manager), id).error().type, nrm::problems::kNotFound);
  EXPECT_EQ(confirm_canary(desk(), world.session(other_privacy), id).error().type, nrm::problems::kNotFound);
  must(confirm_canary(desk(), world.session(privacy), id));
  EXPECT_EQ(must(list_canaries(desk(), world.session(privacy))).size(), 1U);
  EXPECT_EQ(must(list_canaries(desk(), world.session(world.border_manager))).size(), 1U);
  EXPECT_TRUE(must(list_canaries(desk(), world.session(other_privacy))).empty());
  EXPECT_FALSE(list_canaries(desk(), world.session(responder)));
  EXPECT_EQ(plant_canary(desk(), world.session(world.officer), id).error().type, nrm::problems::kNotFound);
}

TEST_P(AnomalyTest, TheCasesOwnLogDoesNotTellThatItIsACanary) {
  const auto id = planted();
  must(read(responder, id, Compartment::identity));
  const auto leaves = world.database.query(
      "SELECT COUNT(*) AS n FROM log_leaf WHERE subject_case = $id AND "
      "action_class IN ('canary', 'anomaly')",
      {{"id", id}});
  EXPECT_EQ(leaves.at(0).integer("n"), 0);
}

TEST_P(AnomalyTest, OpeningAtNightIsOneAnomalyADay) {
  const auto id = open_case();
  must(read(responder, id, Compartment::identity));
  EXPECT_EQ(seen("out-of-hours"), 0);
  world.clock.set(*parse_rfc3339("2026-04-30T20:00:00Z"));  // 23:00 in Minsk
  must(read(responder, id, Compartment::identity));
  must(read(responder, id, Compartment::health));
  world.clock.set(*parse_rfc3339("2026-05-01T09:00:00Z"));  // a holiday's noon
  must(read(responder, id, Compartment::identity));
  std::size_t days = 0;
  for (const auto& anomaly : anomalies()) days += anomaly.kind == "out-of-hours" ? 1 : 0;
  EXPECT_EQ(days, 2U);
  EXPECT_EQ(seen("out-of-hours"), 3);
}

TEST_P(AnomalyTest, TenCasesOfColleaguesInADayAreTold) {
  for (int i = 1; i <= kColleaguesCases; ++i) {
    EXPECT_EQ(seen("colleagues-cases"), 0) << i;
    must(read(responder, open_case(), Compartment::casework));
  }
  EXPECT_EQ(seen("colleagues-cases"), 1);
}

TEST_P(AnomalyTest, TheThirdRefusalOfARestrictedCaseIsTold) {
  const auto id = open_case();
  restrict_case(id);
  for (int i = 1; i < kRestrictedRefusals; ++i) EXPECT_FALSE(read(responder, id, Compartment::identity));
  EXPECT_EQ(seen("restricted-refused"), 0);
  EXPECT_FALSE(read(responder, id, Compartment::identity));
  EXPECT_EQ(seen("restricted-refused"), 1);
}

TEST_P(AnomalyTest, ReachingTheCapIsTold) {
  const auto session = world.session(responder);
  for (int i = 0; i < casefile::kOpeningsAnHour; ++i)
    must(world.journal().act<void>(session.header("compartment.open", "assist", {}), [&](log::Act& act) {
      const auto permit = access::decide(act, session, access::Relation::own_team);
      return casefile::count_opening(act, *permit, "object " + std::to_string(i));
    }));
  EXPECT_EQ(seen("cap-reached"), 1);
}

TEST_P(AnomalyTest, ItsOwnOfficerReviewsItOnceAndItOpensAgainWhenItGoesOn) {
  const auto id = planted();
  must(read(responder, id, Compartment::identity));
  const auto found = anomalies().at(0);
  EXPECT_EQ(review_anomaly(desk(), world.session(other_privacy), found.id, "explained", "not mine").error().type,
            nrm::problems::kNotFound);
  EXPECT_EQ(review_anomaly(desk(), world.session(privacy), found.id, "fine", "hm, hm").error().type,
            nrm::problems::kInvalid);
  must(review_anomaly(desk(), world.session(privacy), found.id, "followed-up", "Spoken with her on Friday."));
  EXPECT_TRUE(anomalies().empty());
  EXPECT_EQ(review_anomaly(desk(), world.session(privacy), found.id, "breach", "once more").error().type,
            problems::kAlreadyReviewed);
  must(read(responder, id, Compartment::identity));
  ASSERT_EQ(anomalies().size(), 1U);
  EXPECT_EQ(anomalies().at(0).times, 2);
}

TEST_P(AnomalyTest, AnErasedCaseIsForgottenWhatTheMemberDidIsNot) {
  const auto id = planted();
  must(read(responder, id, Compartment::identity));
  must(smash(responder, id, {Compartment::justice}));
  must(on_case<void>(world.border_manager, "case.write", std::nullopt,
                     [&](log::Act& act, const access::Permit&) -> Result<void> {
                       act.react(casefile::kCaseErased, id.text());
                       return {};
                     }));
  EXPECT_EQ(seen("canary-opened"), 1);
  for (const auto& anomaly : anomalies()) EXPECT_FALSE(anomaly.case_id);
  for (const auto* table : {"break_glass", "canary_case"})
    EXPECT_TRUE(world.database.query(fmt::format("SELECT case_id FROM {}", table)).empty()) << table;
}

}  // namespace
}  // namespace nrm::oversight::testing
