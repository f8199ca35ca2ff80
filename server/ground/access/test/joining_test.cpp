#include <atomic>
#include <thread>

#include "nrm/access/testing.hpp"

namespace nrm::access::testing {
namespace {

constexpr std::string_view kPassword = "amber tram Tuesday 88 fiddle";

class JoiningTest : public ::testing::TestWithParam<storage::Kind> {
 protected:
  Invitation invitation(const Roles& roles = {Role::first_responder}) {
    return must(invite(world.context(), world.session(world.administrator), world.border.team, roles));
  }
  Result<Enrolled> join(const Invitation& by, const std::string& account) {
    return enrol(world.context(), by.code, {account, "Somebody", SecretText{std::string{kPassword}}});
  }
  std::string code_of(const Enrolled& enrolled) { return crypto::totp_code(enrolled.totp_secret, world.clock.now()); }

  World world{{.kind = GetParam()}};
};
NRM_ON_EACH_DATABASE(JoiningTest);

TEST_P(JoiningTest, an_invited_member_enrols_confirms_and_signs_in) {
  const auto enrolled = must(join(invitation(), "New.Colleague"));
  const Person person{enrolled.member, "new.colleague", enrolled.totp_secret, std::string{kPassword}, ""};
  EXPECT_FALSE(sign_in(world.context(), {person.account, SecretText{person.password}, code_of(enrolled), "n"}, "r"));
  EXPECT_EQ(confirm_enrolment(world.context(), enrolled.id, "12345x").error().type, problems::kWrongCode);
  world.clock.advance(std::chrono::seconds{30});
  must(confirm_enrolment(world.context(), enrolled.id, code_of(enrolled)));
  EXPECT_EQ(world.sign_in_now(person).session.team, world.border.team);
  EXPECT_EQ(confirm_enrolment(world.context(), enrolled.id, code_of(enrolled)).error().type, problems::kEnrolmentEnded);
}

TEST_P(JoiningTest, V6_4_1_an_invitation_works_once) {
  const auto by = invitation();
  EXPECT_TRUE(join(by, "first.one"));
  EXPECT_EQ(join(by, "second.one").error().type, problems::kInvitationSpent);
}

TEST_P(JoiningTest, V6_4_1_of_a_hundred_uses_of_one_invitation_at_once_exactly_one_is_taken) {
  const auto by = invitation();
  std::atomic<int> taken{0};
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 10; ++thread) {
    threads.emplace_back([&, thread] {
      for (int i = 0; i < 10; ++i) {
        try {
          if (join(by, fmt::format("racer-{}-{}", thread, i))) ++taken;
        } catch (const storage::DatabaseError&) {
        }
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(taken, 1);
}

TEST_P(JoiningTest, V6_4_1_an_invitation_lasts_a_day) {
  const auto by = invitation();
  world.clock.advance(std::chrono::hours{24});
  EXPECT_EQ(join(by, "late.one").error().type, problems::kInvitationSpent);
}

TEST_P(JoiningTest, an_unconfirmed_enrolment_lasts_a_day_and_frees_its_account) {
  const auto enrolled = must(join(invitation(), "slow.one"));
  EXPECT_EQ(join(invitation(), "slow.one").error().type, problems::kAccountTaken);
  world.clock.advance(std::chrono::hours{24});
  EXPECT_EQ(confirm_enrolment(world.context(), enrolled.id, code_of(enrolled)).error().type, problems::kEnrolmentEnded);
  EXPECT_TRUE(join(invitation(), "slow.one"));
}

TEST_P(JoiningTest, guessing_the_first_code_ends_the_enrolment) {
  const auto enrolled = must(join(invitation(), "guessed.one"));
  for (int i = 0; i < 10; ++i) EXPECT_FALSE(confirm_enrolment(world.context(), enrolled.id, "x"));
  EXPECT_EQ(confirm_enrolment(world.context(), enrolled.id, code_of(enrolled)).error().type, problems::kEnrolmentEnded);
}

TEST_P(JoiningTest, a_faulty_form_names_its_fields_and_costs_no_invitation) {
  const auto by = invitation();
  const auto faults = enrol(world.context(), by.code, {"no spaces", "", SecretText{std::string{kPassword}}}).error();
  ASSERT_EQ(faults.fields.size(), 2U);
  EXPECT_EQ(faults.fields[0].pointer, "/account");
  EXPECT_EQ(faults.fields[1].pointer, "/name");
  EXPECT_EQ(enrol(world.context(), by.code, {"good.one", "N", SecretText{"short"}}).error().fields.at(0).code,
            "password-too-short");
  EXPECT_TRUE(join(by, "good.one"));
}

TEST_P(JoiningTest, a_case_manager_invites_caseworkers_to_her_own_team_only) {
  const auto manager = world.session(world.border_manager);
  EXPECT_TRUE(invite(world.context(), manager, world.border.team, {Role::first_responder}));
  EXPECT_EQ(invite(world.context(), manager, world.border.team, {Role::administrator}).error().fields.at(0).code,
            "not-yours-to-give");
  EXPECT_EQ(invite(world.context(), manager, world.shelter.team, {Role::first_responder}).error().type,
            nrm::problems::kNotFound);
  EXPECT_EQ(
      invite(world.context(), world.session(world.officer), world.border.team, {Role::first_responder}).error().type,
      nrm::problems::kNotFound);
}

TEST_P(JoiningTest, V6_3_2_an_instance_is_founded_once_and_begins_with_an_invitation) {
  storage::testing::TestDatabase empty{GetParam()};
  empty.migrate({jobs::schema(), log::schema(), directory::schema(), access::schema()});
  log::Journal journal{empty.get(), world.clock, world.random};
  storage::Upkeep upkeep{empty.get(), {"session", "throttle"}};
  const AccessContext context{journal, upkeep, world.secrets, world.pool, kCheapPassword, "OpenNRM", {}};
  directory::NewOrganisation host;
  host.code = "host";
  host.name = "Hosting body";
  host.kind = "ngo";
  const auto by = must(found_instance(context, world.pack, host, {"Administration", {"oversight"}, ""}));
  EXPECT_TRUE(empty.query("SELECT id FROM member").empty());
  EXPECT_EQ(found_instance(context, world.pack, host, {"Again", {"oversight"}, ""}).error().type,
            problems::kAlreadyFounded);
  const auto enrolled = must(enrol(context, by.code, {"first.admin", "First", SecretText{std::string{kPassword}}}));
  must(confirm_enrolment(context, enrolled.id, code_of(enrolled)));
  world.clock.advance(std::chrono::seconds{30});
  const auto signed_in =
      must(sign_in(context, {"first.admin", SecretText{std::string{kPassword}}, code_of(enrolled), "n"}, "r"));
  EXPECT_EQ(signed_in.session.roles, Roles{Role::administrator});
}

}  // namespace
}  // namespace nrm::access::testing
