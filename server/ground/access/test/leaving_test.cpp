#include "nrm/access/leaving.hpp"
#include "nrm/access/rotation.hpp"
#include "nrm/access/testing.hpp"

namespace nrm::access::testing {
namespace {

class LeavingTest : public ::testing::TestWithParam<storage::Kind> {
 protected:
  std::set<std::string> kinds_held(const Person& person) {
    std::set<std::string> out;
    for (const auto& row :
         world.database.query("SELECT DISTINCT kind FROM team_key_seal WHERE member = $m", {{"m", person.id}}))
      out.insert(row.text("kind"));
    return out;
  }
  std::vector<KeyTask> tasks(const Body& body) {
    return world.database->reading([&](storage::Reader& reader) { return key_tasks_of(reader, body.team); });
  }
  std::uint32_t newest_of(const Body& body, Compartment kind) {
    return world.database->reading([&](storage::Reader& reader) { return team_public_key(reader, body.team, kind); })
        .value()
        .version;
  }
  int run_jobs() {
    jobs::Runner runner{world.database.get(), world.clock, key_job_handlers(world.journal()), [](std::string_view) {}};
    return runner.run_due();
  }

  World world{{.kind = GetParam()}};
};
NRM_ON_EACH_DATABASE(LeavingTest);

TEST_P(LeavingTest, her_keys_and_sessions_go_in_the_act_that_suspends_her) {
  const auto before = world.session(world.officer);
  must(suspend(world.context(), world.session(world.administrator), world.officer.id));
  EXPECT_TRUE(kinds_held(world.officer).empty());
  EXPECT_EQ(list_sessions(world.context(), before).error().type, problems::kSignedOut);
  must(unsuspend(world.context(), world.session(world.administrator), world.officer.id));
  const auto state = world.database->reading([&](storage::Reader& r) { return key_state(r, world.officer.id); });
  EXPECT_EQ(state, KeyState::awaited);
}

TEST_P(LeavingTest, a_manager_who_suspends_makes_the_new_versions_in_the_same_act) {
  must(suspend(world.context(), world.session(world.border_manager), world.officer.id));
  for (const auto kind : compartments_of({Role::first_responder, Role::identifying_officer}))
    EXPECT_EQ(newest_of(world.border, kind), 2U);
  EXPECT_TRUE(kinds_held(world.officer).empty());
}

TEST_P(LeavingTest, after_an_administrator_s_suspension_the_next_holder_who_signs_in_rotates) {
  must(suspend(world.context(), world.session(world.administrator), world.officer.id));
  ASSERT_EQ(tasks(world.border).size(), 1U);
  EXPECT_EQ(tasks(world.border)[0].left, world.officer.id);
  EXPECT_EQ(newest_of(world.border, Compartment::identity), 1U);
  world.sign_in_now(world.border_manager);
  EXPECT_EQ(newest_of(world.border, Compartment::identity), 2U);
}

TEST_P(LeavingTest, the_task_ends_when_nothing_is_left_under_the_old_versions) {
  must(suspend(world.context(), world.session(world.border_manager), world.officer.id));
  ASSERT_EQ(tasks(world.border).size(), 1U);
  const auto session = world.session(world.border_manager);
  must(world.journal().act<void>(session.header("access.rewrap-keys", {}, {}), [&](log::Act& act) -> Result<void> {
    for (const auto kind : kCompartments) drop_retired_versions(act, world.border.team, kind);
    close_done_key_tasks(act, world.border.team);
    return {};
  }));
  EXPECT_TRUE(tasks(world.border).empty());
  world.clock.advance(std::chrono::hours{100});
  EXPECT_EQ(run_jobs(), 0);
}

TEST_P(LeavingTest, a_task_nobody_does_is_told_to_the_custodian_and_then_to_the_data_protection_officer_once_each) {
  must(suspend(world.context(), world.session(world.administrator), world.officer.id));
  EXPECT_EQ(tasks(world.border)[0].told, Told::team);
  world.clock.advance(std::chrono::hours{24});
  EXPECT_EQ(run_jobs(), 1);
  EXPECT_EQ(tasks(world.border)[0].told, Told::custodian);
  EXPECT_EQ(run_jobs(), 0);
  world.clock.advance(std::chrono::hours{24});
  EXPECT_EQ(run_jobs(), 1);
  EXPECT_EQ(tasks(world.border)[0].told, Told::data_protection_officer);
  world.clock.advance(std::chrono::hours{240});
  EXPECT_EQ(run_jobs(), 0);
}

TEST_P(LeavingTest, the_last_who_holds_a_key_does_not_leave) {
  const auto administrator = world.session(world.administrator);
  EXPECT_EQ(suspend(world.context(), administrator, world.shelter_manager.id).error().type, problems::kLastKeyHolder);
  EXPECT_EQ(
      change_team(world.context(), administrator, world.shelter_manager.id, world.border.team, {Role::case_manager})
          .error()
          .type,
      problems::kLastKeyHolder);
  EXPECT_EQ(
      change_team(world.context(), administrator, world.shelter_manager.id, world.shelter.team, {Role::coordinator})
          .error()
          .type,
      problems::kLastKeyHolder);
  EXPECT_EQ(kinds_held(world.shelter_manager).size(), kCompartments.size());
  EXPECT_TRUE(tasks(world.shelter).empty());
}

TEST_P(LeavingTest, once_a_colleague_holds_them_too_she_may_leave) {
  const auto second = world.enrolled(world.shelter, {Role::case_manager}, "shelter.second");
  const auto administrator = world.session(world.administrator);
  EXPECT_EQ(suspend(world.context(), administrator, world.shelter_manager.id).error().type, problems::kLastKeyHolder);
  world.give_keys(world.shelter_manager, second);
  EXPECT_TRUE(suspend(world.context(), administrator, world.shelter_manager.id));
}

TEST_P(LeavingTest, an_administrator_who_goes_on_all_the_same_leaves_the_last_seals_for_custodians) {
  const auto second = world.enrolled(world.shelter, {Role::case_manager}, "shelter.second");
  EXPECT_EQ(suspend(world.context(), world.session(second), world.shelter_manager.id, true).error().type,
            problems::kLastKeyHolder);
  must(suspend(world.context(), world.session(world.administrator), world.shelter_manager.id, true));
  auto alone = kinds_held(world.shelter_manager);
  for (const auto kind : compartments_of({Role::service_provider}))
    EXPECT_FALSE(alone.contains(std::string{name_of(kind)}));
  EXPECT_TRUE(alone.contains("justice"));
  must(unsuspend(world.context(), world.session(world.administrator), world.shelter_manager.id));
  const auto last =
      world.database->reading([&](storage::Reader& r) { return last_held_by(r, world.shelter_manager.id); });
  EXPECT_TRUE(last.contains(Compartment::justice));
}

TEST_P(LeavingTest, a_member_who_held_nothing_leaves_no_task) {
  const auto waiting = world.enrolled(world.border, {Role::first_responder}, "waiting.one");
  must(suspend(world.context(), world.session(world.administrator), waiting.id));
  must(suspend(world.context(), world.session(world.administrator), world.auditor.id));
  EXPECT_TRUE(tasks(world.border).empty());
}

}  // namespace
}  // namespace nrm::access::testing
