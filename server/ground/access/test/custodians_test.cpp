// Who the custodians are, and what is split among them.
#include "custody_world.hpp"
#include "nrm/access/member_key.hpp"

namespace nrm::access::testing {
namespace {

class CustodiansTest : public ::testing::TestWithParam<storage::Kind> {
 protected:
  std::array<MemberId, 3> three() const { return {world.officer.id, world.second.id, world.third.id}; }
  ProblemType refusal(const Person& by, const std::array<MemberId, 3>& members) {
    return propose_custodians(world.context(), world.session(by), members).error().type;
  }
  CustodyWorld world{{.kind = GetParam()}};
};
NRM_ON_EACH_DATABASE(CustodiansTest);

TEST_P(CustodiansTest, three_are_in_force_once_each_has_accepted_in_a_session_of_her_own) {
  const auto version = must(propose_custodians(world.context(), world.session(world.border_manager), three()));
  for (const auto& person : {world.officer, world.second}) {
    must(accept_custody(world.context(), world.session(person), version));
    const auto seen = must(view_custody(world.context(), world.session(world.lost)));
    EXPECT_FALSE(seen.in_force);
    ASSERT_TRUE(seen.proposed);
  }
  must(accept_custody(world.context(), world.session(world.third), version));
  const auto seen = must(view_custody(world.context(), world.session(world.lost)));
  ASSERT_TRUE(seen.in_force);
  EXPECT_FALSE(seen.proposed);
  EXPECT_EQ(seen.in_force->members.size(), 3U);
  EXPECT_EQ(seen.in_force->proposed_by, "Test border.manager");
  for (const auto& custodian : seen.in_force->members) EXPECT_TRUE(custodian.accepted && custodian.able);
}

TEST_P(CustodiansTest, only_a_case_manager_of_the_team_proposes) {
  EXPECT_EQ(refusal(world.officer, three()), nrm::problems::kNotFound);
  EXPECT_EQ(refusal(world.administrator, three()), nrm::problems::kNotFound);
  EXPECT_EQ(refusal(world.shelter_manager, three()), nrm::problems::kInvalid);
}

TEST_P(CustodiansTest, the_administrator_and_another_team_s_member_and_one_named_twice_are_refused) {
  const auto second = world.second.id;
  const auto third = world.third.id;
  for (const auto& other : {world.administrator.id, world.auditor.id, world.provider.id, second}) {
    EXPECT_EQ(refusal(world.border_manager, {second, third, other}), nrm::problems::kInvalid);
  }
}

TEST_P(CustodiansTest, one_who_waits_for_keys_was_compared_by_nobody_and_is_refused) {
  const auto waiting = world.enrolled(world.border, {Role::first_responder}, "waiting.one");
  world.session(waiting);
  EXPECT_EQ(refusal(world.border_manager, {world.second.id, world.third.id, waiting.id}), nrm::problems::kInvalid);
}

TEST_P(CustodiansTest, nobody_accepts_for_another_or_twice) {
  const auto version = must(propose_custodians(world.context(), world.session(world.border_manager), three()));
  EXPECT_EQ(accept_custody(world.context(), world.session(world.lost), version).error().type, nrm::problems::kNotFound);
  EXPECT_EQ(accept_custody(world.context(), world.session(world.provider), version).error().type,
            nrm::problems::kNotFound);
  must(accept_custody(world.context(), world.session(world.officer), version));
  EXPECT_EQ(accept_custody(world.context(), world.session(world.officer), version).error().type,
            nrm::problems::kConflict);
}

TEST_P(CustodiansTest, one_who_declines_ends_the_proposal) {
  const auto version = must(propose_custodians(world.context(), world.session(world.border_manager), three()));
  must(accept_custody(world.context(), world.session(world.officer), version));
  must(decline_custody(world.context(), world.session(world.second), version));
  EXPECT_FALSE(must(view_custody(world.context(), world.session(world.lost))).proposed);
  EXPECT_EQ(accept_custody(world.context(), world.session(world.third), version).error().type,
            nrm::problems::kNotFound);
}

TEST_P(CustodiansTest, everybody_in_the_team_is_told_of_a_change_and_nobody_else) {
  world.name_custodians();
  for (const auto& person : {world.lost, world.border_manager, world.administrator, world.auditor}) {
    const auto notices = world.notices_of(person);
    EXPECT_EQ(notices, (std::vector<std::string>{"custody.in-force", "custody.proposed"})) << person.account;
  }
  EXPECT_TRUE(world.notices_of(world.provider).empty());
}

TEST_P(CustodiansTest, a_notice_stays_until_its_reader_has_seen_it) {
  world.name_custodians();
  const auto notices = must(list_notices(world.context(), world.session(world.lost)));
  EXPECT_EQ(see_notice(world.context(), world.session(world.officer), notices[0].id).error().type,
            nrm::problems::kNotFound);
  must(see_notice(world.context(), world.session(world.lost), notices[0].id));
  EXPECT_EQ(see_notice(world.context(), world.session(world.lost), notices[0].id).error().type,
            nrm::problems::kNotFound);
  EXPECT_EQ(world.notices_of(world.lost).size(), 1U);
}

TEST_P(CustodiansTest, a_member_s_key_is_split_at_her_next_sign_in) {
  world.name_custodians();
  EXPECT_EQ(world.count("custodian_share WHERE owner = $o", {{"o", world.lost.id}}), 0);
  const auto before = must(view_custody(world.context(), world.session(world.officer))).uncovered;
  EXPECT_NE(std::find(before.begin(), before.end(), "Test border.lost"), before.end());
  world.sign_in_now(world.lost);
  EXPECT_EQ(world.count("custodian_share WHERE owner = $o", {{"o", world.lost.id}}), 3);
  world.next_morning();
  const auto after = must(view_custody(world.context(), world.session(world.officer)));
  EXPECT_EQ(std::find(after.uncovered.begin(), after.uncovered.end(), "Test border.lost"), after.uncovered.end());
  EXPECT_TRUE(after.uncovered_kinds.empty());
}

TEST_P(CustodiansTest, a_custodian_holds_no_share_of_her_own_key) {
  world.name_custodians();
  world.next_morning();
  EXPECT_EQ(world.count("custodian_share WHERE owner = $o", {{"o", world.officer.id}}), 2);
  EXPECT_EQ(world.count("custodian_share WHERE owner = custodian"), 0);
}

TEST_P(CustodiansTest, every_key_of_the_team_is_split_by_whoever_holds_it) {
  world.name_custodians();
  world.next_morning();
  EXPECT_EQ(world.count("custodian_share WHERE owner = $o", {{"o", world.border.team}}),
            static_cast<std::int64_t>(3 * kCompartments.size()));
}

TEST_P(CustodiansTest, what_is_split_already_is_left_alone) {
  world.name_custodians();
  world.next_morning();
  const auto before =
      world.database.query("SELECT owner, kind, custodian, sealed FROM custodian_share ORDER BY 1, 2, 3");
  world.next_morning();
  const auto after =
      world.database.query("SELECT owner, kind, custodian, sealed FROM custodian_share ORDER BY 1, 2, 3");
  ASSERT_EQ(before.size(), after.size());
  for (std::size_t i = 0; i < before.size(); ++i) EXPECT_EQ(before[i].blob("sealed"), after[i].blob("sealed"));
}

TEST_P(CustodiansTest, one_who_is_no_longer_a_custodian_holds_nothing_from_that_act_on) {
  world.name_custodians();
  world.next_morning();
  world.name_custodians({world.officer, world.second, world.lost});
  EXPECT_EQ(world.count("custodian_share WHERE custodian = $c", {{"c", world.third.id}}), 0);
  // The two who stay are enough for whoever does not sign in meanwhile.
  EXPECT_EQ(world.count("custodian_share WHERE owner = $o", {{"o", world.border_manager.id}}), 2);
}

TEST_P(CustodiansTest, a_suspended_custodian_is_shown_as_unable) {
  world.name_custodians();
  must(suspend(world.context(), world.session(world.border_manager), world.third.id));
  const auto seen = must(view_custody(world.context(), world.session(world.officer)));
  EXPECT_FALSE(seen.in_force->members[2].able);
  EXPECT_TRUE(seen.in_force->members[0].able);
}

TEST_P(CustodiansTest, a_key_exchanged_in_the_database_gets_no_share) {
  world.name_custodians();
  const auto forged = crypto::encode(crypto::public_keys(crypto::random_key(world.random)));
  world.database.run("UPDATE member SET public_keys = $keys WHERE id = $id",
                     {{"keys", forged}, {"id", world.third.id}});
  world.sign_in_now(world.lost);
  EXPECT_EQ(world.count("custodian_share WHERE owner = $o", {{"o", world.lost.id}}), 2);
  EXPECT_EQ(
      world.count("custodian_share WHERE custodian = $c AND owner = $o", {{"c", world.third.id}, {"o", world.lost.id}}),
      0);
}

TEST_P(CustodiansTest, one_written_into_the_database_is_no_custodian) {
  world.name_custodians();
  world.database.run("UPDATE custodian SET member = $lost WHERE member = $third",
                     {{"lost", world.lost.id}, {"third", world.third.id}});
  world.sign_in_now(world.border_manager);
  EXPECT_EQ(world.count("custodian_share WHERE custodian = $c", {{"c", world.lost.id}}), 0);
}

TEST_P(CustodiansTest, a_member_who_left_for_another_team_leaves_no_share_of_her_key_behind) {
  world.name_custodians();
  world.next_morning();
  must(change_team(world.context(), world.session(world.administrator), world.lost.id, world.shelter.team,
                   {Role::service_provider}));
  world.sign_in_now(world.lost);
  EXPECT_EQ(world.count("custodian_share WHERE owner = $o", {{"o", world.lost.id}}), 0);
}

TEST_P(CustodiansTest, a_custodian_who_renews_her_own_key_stays_one_and_holds_new_shares) {
  world.name_custodians();
  world.next_morning();
  const auto session = world.session(world.officer);
  world.clock.advance(std::chrono::seconds{30});
  must(rotate_member_key(world.context(), session,
                         {SecretText{world.officer.password}, world.code_of(world.officer), "127.0.0.0/24"}));
  EXPECT_EQ(world.count("custodian_share WHERE custodian = $c", {{"c", world.officer.id}}), 0);
  EXPECT_TRUE(must(view_custody(world.context(), world.session(world.second))).in_force->members[0].able);
  world.next_morning();
  EXPECT_EQ(world.count("custodian_share WHERE owner = $o", {{"o", world.lost.id}}), 3);
  const auto id = world.ask_for(world.lost);
  world.wait(kCustodyDelay);
  EXPECT_TRUE(world.approve_by(world.officer, id));
}

}  // namespace
}  // namespace nrm::access::testing
