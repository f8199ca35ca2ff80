#include "nrm/access/rotation.hpp"
#include "nrm/access/leaving.hpp"
#include "nrm/access/member_key.hpp"
#include "nrm/access/testing.hpp"

namespace nrm::access::testing {
namespace {

class RotationTest : public ::testing::TestWithParam<storage::Kind> {
 protected:
  Result<TeamKey> open(const Person& person, Compartment kind, std::optional<std::uint32_t> version = std::nullopt) {
    const auto session = world.session(person);
    return world.journal().act<TeamKey>(session.header("compartment.open", "assist", {}),
                                        [&](log::Act& act) -> Result<TeamKey> {
                                          const auto permit = decide(act, session, Relation::own_team);
                                          if (!permit) return tl::unexpected(permit.error());
                                          return open_team_key(act, *permit, kind, version);
                                        });
  }
  Result<std::vector<RotatedKey>> rotate(const Person& person, const Body& body) {
    return rotate_team_keys(world.context(), world.session(person), body.team);
  }
  std::uint32_t newest_of(const Body& body, Compartment kind) {
    return world.database->reading([&](storage::Reader& reader) { return team_public_key(reader, body.team, kind); })
        .value()
        .version;
  }
  std::int64_t seals_of(const Person& person, std::int64_t version) {
    return world.database
        .query("SELECT COUNT(*) AS n FROM team_key_seal WHERE member = $m AND version = $v",
               {{"m", person.id}, {"v", version}})
        .at(0)
        .integer("n");
  }

  World world{{.kind = GetParam()}};
};
NRM_ON_EACH_DATABASE(RotationTest);

TEST_P(RotationTest, every_colleague_who_held_the_old_version_opens_the_new_one_at_once) {
  const auto old = must(open(world.officer, Compartment::identity));
  const auto rotated = must(rotate(world.border_manager, world.border));
  EXPECT_EQ(rotated.size(), kCompartments.size());
  EXPECT_EQ(newest_of(world.border, Compartment::identity), 2U);
  const auto hers = must(open(world.officer, Compartment::identity));
  EXPECT_EQ(hers.version, 2U);
  EXPECT_FALSE(hers.seed == old.seed);
  EXPECT_EQ(hers.seed, must(open(world.border_manager, Compartment::identity)).seed);
  EXPECT_EQ(newest_of(world.shelter, Compartment::identity), 1U);
}

TEST_P(RotationTest, the_old_version_still_opens_what_was_given_under_it) {
  const auto old = must(open(world.officer, Compartment::health));
  must(rotate(world.border_manager, world.border));
  EXPECT_EQ(must(open(world.officer, Compartment::health, 1)).seed, old.seed);
  const auto proven = world.database->reading([&](storage::Reader& reader) {
    return team_public_key_of_version(reader, world.border.team, Compartment::health, 1);
  });
  EXPECT_EQ(proven->keys, old.keys);
}

TEST_P(RotationTest, nobody_rotates_twice_before_the_first_is_done) {
  must(rotate(world.border_manager, world.border));
  EXPECT_EQ(rotate(world.border_manager, world.border).error().type, problems::kRotationUnfinished);
}

TEST_P(RotationTest, only_the_team_s_own_case_manager_rotates) {
  for (const auto& other : {world.officer, world.shelter_manager, world.administrator})
    EXPECT_EQ(rotate(other, world.border).error().type, nrm::problems::kNotFound);
}

TEST_P(RotationTest, a_member_who_waits_for_keys_still_waits) {
  const auto waiting = world.enrolled(world.border, {Role::first_responder}, "waiting.one");
  must(rotate(world.border_manager, world.border));
  EXPECT_EQ(open(waiting, Compartment::identity).error().type, problems::kKeysAwaited);
}

TEST_P(RotationTest, a_member_s_public_key_replaced_in_the_database_gets_no_new_version) {
  const auto stranger = crypto::random_key(world.random);
  world.database.run("UPDATE member SET public_keys = $keys WHERE id = $m",
                     {{"keys", crypto::encode(crypto::public_keys(stranger))}, {"m", world.officer.id}});
  must(rotate(world.border_manager, world.border));
  EXPECT_EQ(seals_of(world.officer, 2), 0);
}

// Somebody who once held the team's key can sign, but not as this server.
TEST_P(RotationTest, a_seal_without_this_server_s_witness_is_not_followed) {
  world.database.run("UPDATE team_key_seal SET witness = NULL WHERE member = $m AND kind = 'identity'",
                     {{"m", world.officer.id}});
  world.database.run(
      "UPDATE team_key_seal SET witness = (SELECT o.witness FROM team_key_seal o WHERE o.member = $other AND "
      "o.kind = 'health') WHERE member = $m AND kind = 'health'",
      {{"m", world.officer.id}, {"other", world.border_manager.id}});
  must(rotate(world.border_manager, world.border));
  EXPECT_EQ(open(world.officer, Compartment::identity).error().type, problems::kKeysAwaited);
  EXPECT_EQ(open(world.officer, Compartment::health).error().type, problems::kKeysAwaited);
  EXPECT_TRUE(open(world.officer, Compartment::whereabouts));
}

TEST_P(RotationTest, who_joins_in_the_middle_of_a_rotation_opens_old_and_new) {
  must(rotate(world.border_manager, world.border));
  const auto person = world.new_person(world.border, {Role::first_responder}, "late.comer");
  EXPECT_TRUE(open(person, Compartment::identity, 1));
  EXPECT_TRUE(open(person, Compartment::identity, 2));
}

TEST_P(RotationTest, a_retired_version_dropped_opens_for_nobody) {
  must(rotate(world.border_manager, world.border));
  const auto session = world.session(world.border_manager);
  must(world.journal().act<void>(session.header("access.rewrap-keys", {}, {}), [&](log::Act& act) -> Result<void> {
    drop_retired_versions(act, world.border.team, Compartment::identity);
    return {};
  }));
  EXPECT_EQ(open(world.border_manager, Compartment::identity, 1).error().type, problems::kKeysAwaited);
  EXPECT_TRUE(open(world.border_manager, Compartment::identity));
}

TEST_P(RotationTest, the_view_says_when_keys_are_to_be_rotated_and_who_holds_how_many) {
  const auto view =
      world.database->reading([&](storage::Reader& reader) { return view_team_keys(reader, world.shelter.team); });
  ASSERT_EQ(view.kinds.size(), kCompartments.size());
  for (const auto& kind : view.kinds) {
    EXPECT_EQ(kind.rotate_by - kind.made_at, std::chrono::hours{24 * 90});
    const bool shared = compartments_of({Role::service_provider}).contains(kind.kind);
    EXPECT_EQ(kind.holders, shared ? 2 : 1);
  }
  ASSERT_EQ(view.members.size(), 2U);
  EXPECT_EQ(view.members[0].held, static_cast<std::int64_t>(kCompartments.size()));
}

TEST_P(RotationTest, a_member_s_own_new_key_keeps_what_she_could_open_and_ends_every_session) {
  const auto before = world.session(world.officer);
  const auto old_seed = before.member_seed;
  const auto team = must(open(world.officer, Compartment::identity));
  world.clock.advance(std::chrono::seconds{31});
  const auto made = must(rotate_member_key(
      world.context(), before, {SecretText{world.officer.password}, world.code_of(world.officer), "127.0.0.0/24"}));
  EXPECT_EQ(list_sessions(world.context(), before).error().type, problems::kSignedOut);
  const auto after = world.session(world.officer);
  EXPECT_FALSE(after.member_seed == old_seed);
  EXPECT_EQ(crypto::fingerprint(crypto::public_keys(after.member_seed)), made.fingerprint);
  EXPECT_EQ(must(open(world.officer, Compartment::identity)).seed, team.seed);
  must(rotate(world.border_manager, world.border));
  EXPECT_EQ(must(open(world.officer, Compartment::identity)).version, 2U);
}

TEST_P(RotationTest, a_new_key_of_one_s_own_wants_password_and_code_and_a_day_s_rest) {
  const auto session = world.session(world.officer);
  world.clock.advance(std::chrono::seconds{31});
  const auto change = [&](const std::string& password) {
    return rotate_member_key(world.context(), world.session(world.officer),
                             {SecretText{password}, world.code_of(world.officer), "127.0.0.0/24"});
  };
  EXPECT_EQ(change("not the password at all").error().type, problems::kWrongCredentials);
  must(change(world.officer.password));
  world.session(world.officer);
  world.clock.advance(std::chrono::seconds{31});
  EXPECT_EQ(change(world.officer.password).error().type, problems::kThrottled);
}

}  // namespace
}  // namespace nrm::access::testing
