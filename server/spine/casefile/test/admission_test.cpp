#include <atomic>
#include <thread>

#include "casefile_world.hpp"
#include "nrm/casefile/openings.hpp"
#include "nrm/casefile/restriction.hpp"

namespace nrm::casefile::testing {
namespace {

using access::testing::must;

class AdmissionTest : public CasefileTest {
 protected:
  OpenedCase open_one(const std::string& name = "Hanna") {
    return open(world.border_manager, {{"identity.names", R"([{"name":")" + name + R"(","kind":"given"}])"},
                                       {"casework.age-class", R"({"class":"adult","reason":"document"})"},
                                       {"whereabouts.safe-contact", R"({"how":"by the duty desk"})"}});
  }
  Result<void> restrict_to(const Person& by, const CaseId& id, const std::set<MemberId>& named = {}) {
    return as<void>(by, "case.restrict", id,
                    [&](log::Act& act, const access::Permit& permit) { return restrict_case(act, permit, id, named); });
  }
  Result<void> lift(const Person& by, const CaseId& id) {
    return as<void>(by, "case.lift-restriction", id,
                    [&](log::Act& act, const access::Permit& permit) { return lift_restriction(act, permit, id); });
  }
  bool sees_card(const Person& person) {
    const auto page =
        must(as<Page<ListedCase>>(person, "case.list", std::nullopt, [&](log::Act& act, const access::Permit& permit) {
          return list_cases(act, permit, {});
        }));
    return page.items.at(0).card.has_value();
  }
  bool sees_contact(const Person& person, const CaseId& id) {
    using Out = std::optional<Personal<std::string>>;
    return must(as<Out>(person, "case.view", id,
                        [&](log::Act& act, const access::Permit& permit) { return safe_contact(act, permit, id); }))
        .has_value();
  }
  Result<void> count(const access::Session& session, const std::string& object) {
    return world.journal().act<void>(session.header("compartment.open", "assist", {}), [&](log::Act& act) {
      const auto permit = access::decide(act, session, access::Relation::own_team);
      return permit ? count_opening(act, *permit, object) : tl::unexpected(permit.error());
    });
  }
};
NRM_ON_EACH_DATABASE(AdmissionTest);

TEST_P(AdmissionTest, ARestrictedCaseIsOpenedByItsKeeperAndWhoSheNamed) {
  const auto id = open_one().id;
  ASSERT_TRUE(read(world.officer, id, Compartment::identity));
  must(restrict_to(world.border_manager, id));
  const auto refused = read(world.officer, id, Compartment::identity);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().type, problems::kRestricted);
  EXPECT_EQ(refused.error().params.at("keeper"), "Test border.manager");
  EXPECT_TRUE(read(world.border_manager, id, Compartment::identity));
  must(restrict_to(world.border_manager, id, {world.officer.id}));
  EXPECT_TRUE(read(world.officer, id, Compartment::identity));
  must(restrict_to(world.border_manager, id));
  must(lift(world.border_manager, id));
  EXPECT_TRUE(read(world.officer, id, Compartment::identity));
  EXPECT_EQ(lift(world.border_manager, id).error().type, nrm::problems::kConflict);
}

TEST_P(AdmissionTest, ARestrictedCaseShowsNoCardNoContactNoNameAndTakesNoWords) {
  const auto id = open_one().id;
  EXPECT_TRUE(sees_card(world.officer));
  EXPECT_TRUE(sees_contact(world.officer, id));
  EXPECT_EQ(must(search(world.officer, "Hanna")).size(), 1U);
  must(restrict_to(world.border_manager, id));
  EXPECT_FALSE(sees_card(world.officer));
  EXPECT_FALSE(sees_contact(world.officer, id));
  EXPECT_TRUE(must(search(world.officer, "Hanna")).empty());
  EXPECT_EQ(must(search(world.border_manager, "Hanna")).size(), 1U);
  EXPECT_EQ(write(world.officer, id, {{"casework.summary", "mine"}}).error().type, problems::kRestricted);
  const auto exported =
      as<std::string>(world.officer, "case.view", id,
                      [&](log::Act& act, const access::Permit& permit) { return export_case_values(act, permit, id); });
  EXPECT_EQ(exported.error().type, problems::kRestricted);
}

TEST_P(AdmissionTest, OnlyTheKeeperOrACaseManagerRestricts) {
  const auto id = open_one().id;
  EXPECT_EQ(restrict_to(world.officer, id).error().type, nrm::problems::kNotFound);
  EXPECT_EQ(restrict_to(world.shelter_manager, id).error().type, nrm::problems::kNotFound);
  const auto stranger = restrict_to(world.border_manager, id, {world.provider.id});
  EXPECT_EQ(problem_text(stranger.error()), "kernel.invalid /member_ids=unknown");
}

TEST_P(AdmissionTest, AnotherTeamIsToldNothingOfARestriction) {
  const auto id = open_one().id;
  must(restrict_to(world.border_manager, id));
  EXPECT_EQ(read(world.shelter_manager, id, Compartment::identity).error().type, nrm::problems::kNotFound);
}

TEST_P(AdmissionTest, V2_4_1_SixtyDifferentCasesAnHourAndNotOneMore) {
  const auto session = world.session(world.officer);
  for (int i = 0; i < kOpeningsAnHour; ++i) ASSERT_TRUE(count(session, "case " + std::to_string(i))) << i;
  const auto refused = count(session, "one more");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().type, problems::kOpeningCap);
  EXPECT_GT(std::stoi(refused.error().params.at("retry_after")), 3500);
  // What was opened within the hour is no further case, and a colleague has her own sixty.
  EXPECT_TRUE(count(session, "case 7"));
  EXPECT_TRUE(count(world.session(world.border_manager), "one more"));
  world.clock.advance(std::chrono::minutes{61});
  EXPECT_TRUE(count(world.session(world.officer), "one more"));
}

TEST_P(AdmissionTest, TwoHundredADay) {
  for (int i = 0; i < kOpeningsADay; ++i) {
    if (i % 50 == 0) world.clock.advance(std::chrono::minutes{61});
    ASSERT_TRUE(count(world.session(world.officer), "case " + std::to_string(i))) << i;
  }
  world.clock.advance(std::chrono::minutes{61});
  const auto refused = count(world.session(world.officer), "one more");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().params.at("hours"), "24");
}

TEST_P(AdmissionTest, RacingRequestsDoNotPassTheCap) {
  const auto session = world.session(world.officer);
  for (int i = 0; i < kOpeningsAnHour - 3; ++i) ASSERT_TRUE(count(session, "case " + std::to_string(i)));
  std::atomic<int> opened{0};
  {
    std::vector<std::jthread> racers;
    for (int racer = 0; racer < 8; ++racer)
      racers.emplace_back([&, racer] {
        for (int i = 0; i < 3; ++i) try {
            if (count(session, fmt::format("racer {} {}", racer, i))) ++opened;
          } catch (const std::exception&) {
            continue;  // the database gave up on a conflict: nothing was opened
          }
      });
  }
  EXPECT_LE(opened, 3);
  EXPECT_EQ(
      rows("SELECT COUNT(*) AS n FROM opened_object WHERE member = $m", {{"m", world.officer.id}}).at(0).integer("n"),
      kOpeningsAnHour - 3 + opened);
}

TEST_P(AdmissionTest, AnErasedCaseLeavesNoTraceOfWhoOpenedIt) {
  const auto id = open_one().id;
  must(read(world.officer, id, Compartment::identity));
  must(restrict_to(world.border_manager, id, {world.officer.id}));
  register_reactions(world.journal());
  const auto session = world.session(world.border_manager);
  must(world.journal().act<void>(session.header("case.write", {}, {}), [&](log::Act& act) -> Result<void> {
    act.react(kCaseErased, id.text());
    return {};
  }));
  EXPECT_TRUE(rows("SELECT case_id FROM case_restriction").empty());
  EXPECT_TRUE(rows("SELECT case_id FROM case_named_member").empty());
  EXPECT_TRUE(rows("SELECT object FROM opened_object").empty());
}

}  // namespace
}  // namespace nrm::casefile::testing
