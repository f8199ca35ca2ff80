// A team whose last holder of a key is gone.
#include "custody_world.hpp"

namespace nrm::access::testing {
namespace {

class CustodyTeamKeyTest : public ::testing::TestWithParam<storage::Kind> {
 protected:
  CustodyTeamKeyTest() {
    world.name_custodians({world.second, helper, another});
    world.next_morning();
    // Only first responders remain: whoever held the keys of justice and residence is suspended for good.
    for (const auto& person : {world.officer, world.third})
      must(suspend(world.context(), world.session(world.border_manager), person.id));
    before = must(world.open_key(world.border_manager, Compartment::justice)).seed;
    must(suspend(world.context(), world.session(world.administrator), world.border_manager.id, true));
    successor = world.enrolled(world.border, {Role::case_manager}, "border.successor");
    must(confirm_keys(world.context(), world.session(world.second), successor.id, fingerprint()));
  }
  std::string fingerprint() { return crypto::fingerprint(crypto::public_keys(world.session(successor).member_seed)); }
  Result<CustodyRequestId> ask(Compartment kind = Compartment::justice) {
    return request_team_key(world.context(), world.session(world.second), {successor.id, kind, "known-in-person"});
  }

  CustodyWorld world{{.kind = GetParam()}};
  Person helper = world.new_person(world.border, {Role::first_responder}, "border.helper");
  Person another = world.new_person(world.border, {Role::first_responder}, "border.another");
  Person successor{MemberId{Uuid{}}, {}, {}, {}, {}};
  Key32 before;
};
NRM_ON_EACH_DATABASE(CustodyTeamKeyTest);

TEST_P(CustodyTeamKeyTest, two_first_responders_give_the_new_case_manager_what_none_of_them_can_open) {
  EXPECT_EQ(world.open_key(successor, Compartment::justice).error().type, problems::kKeysAwaited);
  EXPECT_EQ(world.open_key(world.second, Compartment::justice).error().type, nrm::problems::kNotFound);
  const auto id = must(ask());
  world.wait(kCustodyDelay);
  EXPECT_FALSE(must(world.approve_by(world.second, id, fingerprint()))) << "no code: it is sealed to her";
  EXPECT_EQ(take_team_key(world.context(), world.session(successor), id).error().type, nrm::problems::kConflict);
  must(world.approve_by(helper, id, fingerprint()));
  must(take_team_key(world.context(), world.session(successor), id));
  EXPECT_EQ(must(world.open_key(successor, Compartment::justice)).seed, before);
  EXPECT_EQ(world.state_of(id), CustodyState::done);
  EXPECT_EQ(take_team_key(world.context(), world.session(successor), id).error().type, nrm::problems::kConflict);
}

TEST_P(CustodyTeamKeyTest, a_custodian_who_typed_another_fingerprint_gives_nothing) {
  const auto id = must(ask());
  world.wait(kCustodyDelay);
  EXPECT_EQ(world.approve_by(world.second, id, "00000 00000 00000 00000 00000").error().type,
            problems::kFingerprintDiffers);
  EXPECT_EQ(world.approve_by(world.second, id, "").error().type, problems::kFingerprintDiffers);
  EXPECT_EQ(world.count("custody_part"), 0);
}

TEST_P(CustodyTeamKeyTest, nobody_else_takes_it) {
  const auto id = must(ask());
  world.wait(kCustodyDelay);
  must(world.approve_by(world.second, id, fingerprint()));
  must(world.approve_by(helper, id, fingerprint()));
  for (const auto& person : {world.second, another, world.shelter_manager, world.administrator}) {
    EXPECT_EQ(take_team_key(world.context(), world.session(person), id).error().type, nrm::problems::kNotFound);
  }
}

TEST_P(CustodyTeamKeyTest, what_her_role_does_not_entitle_her_to_or_a_colleague_can_give_is_not_asked_for) {
  EXPECT_EQ(request_team_key(world.context(), world.session(world.second),
                             {helper.id, Compartment::justice, "known-in-person"})
                .error()
                .type,
            nrm::problems::kInvalid);
  EXPECT_EQ(ask(Compartment::health).error().type, nrm::problems::kInvalid);
}

TEST_P(CustodyTeamKeyTest, a_team_key_exchanged_in_the_database_is_not_taken) {
  const auto id = must(ask());
  world.wait(kCustodyDelay);
  must(world.approve_by(world.second, id, fingerprint()));
  must(world.approve_by(helper, id, fingerprint()));
  world.database.run(
      "UPDATE team_key SET public_keys = $keys WHERE team = $team AND kind = 'justice'",
      {{"keys", crypto::encode(crypto::public_keys(crypto::random_key(world.random)))}, {"team", world.border.team}});
  EXPECT_EQ(take_team_key(world.context(), world.session(successor), id).error().type, problems::kKeyBroken);
}

}  // namespace
}  // namespace nrm::access::testing
