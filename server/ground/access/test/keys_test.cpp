#include "nrm/access/testing.hpp"

namespace nrm::access::testing {
namespace {

class KeysTest : public ::testing::TestWithParam<storage::Kind> {
 protected:
  Result<TeamKey> open(const Person& person, Compartment kind) {
    const auto session = world.session(person);
    return world.journal().act<TeamKey>(session.header("compartment.open", "assist", {}),
                                        [&](log::Act& act) -> Result<TeamKey> {
                                          const auto permit = decide(act, session, Relation::own_team);
                                          if (!permit) return tl::unexpected(permit.error());
                                          return open_team_key(act, *permit, kind);
                                        });
  }
  KeyState state_of(const Person& person) {
    return world.database->reading([&](storage::Reader& reader) { return key_state(reader, person.id); });
  }
  std::optional<TeamPublicKey> public_key(const Body& body, Compartment kind) {
    return world.database->reading([&](storage::Reader& reader) { return team_public_key(reader, body.team, kind); });
  }
  std::string fingerprint_of(const Person& person) {
    return crypto::fingerprint(crypto::public_keys(world.session(person).member_seed));
  }
  std::string form_of(const Person& person) {
    return world.database
        .query("SELECT form FROM team_key_seal WHERE member = $m AND kind = 'identity'", {{"m", person.id}})
        .at(0)
        .text("form");
  }

  World world{{.kind = GetParam()}};
};
NRM_ON_EACH_DATABASE(KeysTest);

TEST_P(KeysTest, members_of_a_team_open_the_same_key) {
  const auto hers = must(open(world.officer, Compartment::identity));
  EXPECT_EQ(hers.seed, must(open(world.border_manager, Compartment::identity)).seed);
  EXPECT_EQ(hers.keys, public_key(world.border, Compartment::identity)->keys);
  EXPECT_FALSE(hers.seed == must(open(world.shelter_manager, Compartment::identity)).seed);
}

TEST_P(KeysTest, a_role_opens_its_own_kinds_only) {
  EXPECT_EQ(open(world.provider, Compartment::justice).error().type, nrm::problems::kNotFound);
  EXPECT_TRUE(open(world.provider, Compartment::health));
  EXPECT_FALSE(open(world.administrator, Compartment::identity));
  EXPECT_FALSE(open(world.auditor, Compartment::identity));
}

TEST_P(KeysTest, a_new_member_waits_until_a_holder_confirms_her_fingerprint) {
  const auto person = world.enrolled(world.border, {Role::first_responder}, "waiting.one");
  EXPECT_EQ(open(person, Compartment::identity).error().type, problems::kKeysAwaited);
  const auto waiting = must(list_key_requests(world.context(), world.session(world.border_manager)));
  ASSERT_EQ(waiting.size(), 1U);
  EXPECT_EQ(waiting[0].id, person.id);
  EXPECT_TRUE(must(list_key_requests(world.context(), world.session(world.shelter_manager))).empty());

  const auto holder = world.session(world.border_manager);
  EXPECT_EQ(confirm_keys(world.context(), holder, person.id, "00000 00000 00000 00000").error().type,
            problems::kFingerprintDiffers);
  EXPECT_EQ(open(person, Compartment::identity).error().type, problems::kKeysAwaited);
  must(confirm_keys(world.context(), holder, person.id, fingerprint_of(person)));
  EXPECT_EQ(form_of(person), "boxed");
  EXPECT_TRUE(open(person, Compartment::identity));
  EXPECT_EQ(form_of(person), "proven");
  EXPECT_TRUE(open(person, Compartment::identity));
}

TEST_P(KeysTest, a_holder_gives_only_what_she_holds) {
  const auto person = world.enrolled(world.border, {Role::case_manager}, "second.manager");
  must(confirm_keys(world.context(), world.session(world.officer), person.id, fingerprint_of(person)));
  EXPECT_EQ(state_of(person), KeyState::held);
  const auto provider = world.new_person(world.shelter, {Role::service_provider}, "shelter.helper");
  const auto manager = world.enrolled(world.shelter, {Role::case_manager}, "shelter.second");
  must(confirm_keys(world.context(), world.session(provider), manager.id, fingerprint_of(manager)));
  EXPECT_EQ(state_of(manager), KeyState::awaited);
  EXPECT_EQ(open(manager, Compartment::justice).error().type, problems::kKeysAwaited);
  EXPECT_TRUE(open(manager, Compartment::health));
}

TEST_P(KeysTest, another_team_s_member_and_an_administrator_confirm_nothing) {
  const auto person = world.enrolled(world.border, {Role::first_responder}, "waiting.one");
  const auto fingerprint = fingerprint_of(person);
  for (const auto& other : {world.shelter_manager, world.administrator}) {
    EXPECT_EQ(confirm_keys(world.context(), world.session(other), person.id, fingerprint).error().type,
              nrm::problems::kNotFound);
  }
}

TEST_P(KeysTest, a_team_s_key_replaced_in_the_database_is_never_used) {
  const auto seed = crypto::random_key(world.random);
  world.database.run("UPDATE team_key SET public_keys = $keys WHERE team = $team AND kind = 'identity'",
                     {{"keys", crypto::encode(crypto::public_keys(seed))}, {"team", world.shelter.team}});
  EXPECT_EQ(public_key(world.shelter, Compartment::identity), std::nullopt);
  EXPECT_EQ(open(world.shelter_manager, Compartment::identity).error().type, problems::kKeyBroken);
}

TEST_P(KeysTest, a_key_moved_from_another_team_is_never_used) {
  world.database.run(
      "UPDATE team_key SET public_keys = (SELECT public_keys FROM team_key WHERE team = $border AND kind = 'health'), "
      "binding = (SELECT binding FROM team_key WHERE team = $border AND kind = 'health') "
      "WHERE team = $shelter AND kind = 'health'",
      {{"border", world.border.team}, {"shelter", world.shelter.team}});
  EXPECT_EQ(public_key(world.shelter, Compartment::health), std::nullopt);
}

TEST_P(KeysTest, an_instance_key_replaced_in_the_database_stops_every_decision) {
  const auto session = world.session(world.shelter_manager);
  const auto mine = crypto::public_keys(crypto::random_key(world.random)).sign;
  world.database.run("UPDATE instance_key SET sign_key = $key", {{"key", ByteView{mine.bytes}}});
  EXPECT_EQ(list_sessions(world.context(), session).error().type, problems::kKeyBroken);
}

TEST_P(KeysTest, a_seal_forged_with_the_member_s_public_key_is_refused) {
  const auto forged = crypto::random_key(world.random);
  const auto to = crypto::public_keys(world.session(world.officer).member_seed);
  const auto place = fmt::format("team-key:{}:identity:1:{}", world.border.team.text(), world.officer.id.text());
  world.database.run(
      "UPDATE team_key_seal SET form = 'boxed', sealed = $sealed WHERE member = $m AND kind = 'identity'",
      {{"sealed", crypto::box_seal(to.box, 1, forged.expose(), view_of(place), world.random)},
       {"m", world.officer.id}});
  EXPECT_EQ(open(world.officer, Compartment::identity).error().type, problems::kKeyBroken);
}

TEST_P(KeysTest, a_proven_seal_opens_only_beside_what_was_proven) {
  ASSERT_TRUE(open(world.officer, Compartment::identity));
  ASSERT_EQ(form_of(world.officer), "proven");
  const auto own = world.database.query(
      "SELECT signature, witness, given_by FROM team_key_seal WHERE member = $m AND kind = 'identity'",
      {{"m", world.officer.id}});
  for (const char* column : {"signature", "witness", "given_by"}) {
    world.database.run(fmt::format("UPDATE team_key_seal SET {} = (SELECT {} FROM team_key_seal WHERE member = $m AND "
                                   "kind = 'casework') WHERE member = $m AND kind = 'identity'",
                                   column, column),
                       {{"m", world.officer.id}});
    const bool same = std::string_view{column} == "given_by";
    EXPECT_EQ(open(world.officer, Compartment::identity).has_value(), same) << column;
    world.database.run(
        "UPDATE team_key_seal SET signature = $signature, witness = $witness, given_by = $by WHERE "
        "member = $m AND kind = 'identity'",
        {{"signature", own.at(0).blob("signature")},
         {"witness", own.at(0).blob("witness")},
         {"by", own.at(0).text("given_by")},
         {"m", world.officer.id}});
  }
  EXPECT_TRUE(open(world.officer, Compartment::identity));
}

TEST_P(KeysTest, changing_teams_takes_the_old_keys_at_once) {
  const auto before = world.session(world.officer);
  must(change_team(world.context(), world.session(world.administrator), world.officer.id, world.shelter.team,
                   {Role::service_provider}));
  EXPECT_EQ(list_sessions(world.context(), before).error().type, problems::kSignedOut);
  EXPECT_TRUE(
      world.database.query("SELECT kind FROM team_key_seal WHERE member = $m", {{"m", world.officer.id}}).empty());
  EXPECT_EQ(open(world.officer, Compartment::identity).error().type, problems::kKeysAwaited);
  world.give_keys(world.shelter_manager, world.officer);
  EXPECT_EQ(must(open(world.officer, Compartment::identity)).seed,
            must(open(world.shelter_manager, Compartment::identity)).seed);
}

TEST_P(KeysTest, the_first_auditor_makes_the_organisation_s_log_key_and_gives_it_to_the_next) {
  const auto next = world.enrolled(world.border, {Role::auditor}, "second.auditor");
  const auto open_log = [&](const Person& person) {
    const auto session = world.session(person);
    return world.journal().act<Key32>(session.header("log.read-entries", "oversight", {}),
                                      [&](log::Act& act) -> Result<Key32> {
                                        const auto permit = decide(act, session, Relation::own_organisation);
                                        if (!permit) return tl::unexpected(permit.error());
                                        return open_organisation_log_key(act, *permit);
                                      });
  };
  const auto first = must(open_log(world.auditor));
  EXPECT_EQ(open_log(next).error().type, problems::kKeysAwaited);
  ASSERT_EQ(must(list_key_requests(world.context(), world.session(world.auditor))).size(), 1U);
  must(confirm_keys(world.context(), world.session(world.auditor), next.id, fingerprint_of(next)));
  EXPECT_EQ(must(open_log(next)), first);
  EXPECT_FALSE(open_log(world.border_manager));
}

}  // namespace
}  // namespace nrm::access::testing
