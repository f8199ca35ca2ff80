// What an administrator sees of all teams.
#include "nrm/access/overview.hpp"
#include "custody_world.hpp"

namespace nrm::access::testing {
namespace {

class OverviewTest : public ::testing::TestWithParam<storage::Kind> {
 protected:
  InstanceOverview view() { return must(view_instance(world.context(), world.session(world.administrator))); }
  TeamOverview border() {
    const auto all = view();
    return *std::find_if(all.teams.begin(), all.teams.end(),
                         [&](const TeamOverview& team) { return team.id == world.border.team; });
  }
  CustodyWorld world{{.kind = GetParam()}};
};
NRM_ON_EACH_DATABASE(OverviewTest);

TEST_P(OverviewTest, nobody_but_an_administrator_sees_it) {
  for (const auto& person : {world.border_manager, world.officer, world.auditor, world.provider}) {
    EXPECT_EQ(view_instance(world.context(), world.session(person)).error().type, nrm::problems::kNotFound);
  }
}

TEST_P(OverviewTest, members_are_counted_by_their_state) {
  const auto before = border();
  must(suspend(world.context(), world.session(world.border_manager), world.lost.id));
  const auto after = border();
  EXPECT_EQ(after.active, before.active - 1);
  EXPECT_EQ(after.suspended, before.suspended + 1);
  EXPECT_EQ(after.invited, 0);
}

TEST_P(OverviewTest, who_waits_for_keys_is_shown_with_those_who_could_give_them) {
  EXPECT_TRUE(view().waiting.empty());
  const auto waiting = world.enrolled(world.border, {Role::case_manager}, "border.waiting");
  world.session(waiting);
  const auto seen = view().waiting;
  ASSERT_EQ(seen.size(), 1U);
  EXPECT_EQ(seen[0].id, waiting.id);
  EXPECT_EQ(seen[0].kinds.size(), kCompartments.size());
  const auto& names = seen[0].could_give;
  EXPECT_NE(std::find(names.begin(), names.end(), "Test border.manager"), names.end());
  EXPECT_EQ(std::find(names.begin(), names.end(), "Test border.administrator"), names.end());
}

TEST_P(OverviewTest, a_key_that_nobody_holds_any_more_is_said) {
  EXPECT_EQ(border().kinds.size(), kCompartments.size());
  EXPECT_TRUE(border().unheld_kinds.empty());
  for (const auto& person : {world.officer, world.third})
    must(suspend(world.context(), world.session(world.border_manager), person.id));
  must(suspend(world.context(), world.session(world.administrator), world.border_manager.id, true));
  EXPECT_EQ(border().unheld_kinds, (std::set{Compartment::justice, Compartment::residence}));
  const auto successor = world.enrolled(world.border, {Role::case_manager}, "border.successor");
  world.session(successor);
  world.give_keys(world.second, successor);
  const auto seen = view().waiting;
  ASSERT_EQ(seen.size(), 1U);
  EXPECT_TRUE(seen[0].could_give.empty()) << "only custodians can";
}

TEST_P(OverviewTest, custodians_are_proposed_then_able_then_missing) {
  EXPECT_FALSE(border().custodians_proposed);
  EXPECT_EQ(border().custodians_able, 0);
  must(propose_custodians(world.context(), world.session(world.border_manager),
                          {world.officer.id, world.second.id, world.third.id}));
  EXPECT_TRUE(border().custodians_proposed);
  world.name_custodians();
  EXPECT_FALSE(border().custodians_proposed);
  EXPECT_EQ(border().custodians_able, 3);
  must(suspend(world.context(), world.session(world.border_manager), world.third.id));
  EXPECT_EQ(border().custodians_able, 2);
}

TEST_P(OverviewTest, a_team_s_last_sign_in_is_told_by_week_and_month_only) {
  const auto shelter = [&] {
    const auto all = view();
    return std::find_if(all.teams.begin(), all.teams.end(),
                        [&](const TeamOverview& team) { return team.id == world.shelter.team; })
        ->last_sign_in;
  };
  EXPECT_EQ(shelter(), LastSignIn::within_week);
  world.clock.advance(std::chrono::hours{8 * 24});
  EXPECT_EQ(shelter(), LastSignIn::within_month);
  world.clock.advance(std::chrono::hours{30 * 24});
  EXPECT_EQ(shelter(), LastSignIn::longer_ago);
  world.new_body("test-empty", "Nobody yet", {"protection"});
  const auto all = view();
  const auto empty = std::find_if(all.teams.begin(), all.teams.end(),
                                  [](const TeamOverview& team) { return team.name == "Nobody yet"; });
  ASSERT_NE(empty, all.teams.end());
  EXPECT_EQ(empty->last_sign_in, LastSignIn::never);
  EXPECT_TRUE(empty->kinds.empty());
}

}  // namespace
}  // namespace nrm::access::testing
