#include "nrm/access/testing.hpp"

namespace nrm::access::testing {
namespace {

class MemberTest : public ::testing::TestWithParam<storage::Kind> {
 protected:
  World world{{.kind = GetParam()}};
};
NRM_ON_EACH_DATABASE(MemberTest);

TEST_P(MemberTest, V7_4_2_V7_4_5_suspension_ends_everything_at_once) {
  const auto token = world.token(world.officer);
  const auto session = world.session(world.officer);
  must(suspend(world.context(), world.session(world.border_manager), world.officer.id));
  EXPECT_EQ(resume(world.context(), token.expose(), "r").error().type, problems::kSignedOut);
  EXPECT_EQ(list_sessions(world.context(), session).error().type, problems::kSignedOut);
  world.clock.advance(std::chrono::seconds{30});
  EXPECT_EQ(sign_in(world.context(),
                    {"border.officer", SecretText{world.officer.password}, world.code_of(world.officer), "n"}, "r")
                .error()
                .type,
            problems::kWrongCredentials);
  must(unsuspend(world.context(), world.session(world.administrator), world.officer.id));
  EXPECT_EQ(world.session(world.officer).member, world.officer.id);
}

TEST_P(MemberTest, nobody_suspends_herself_or_a_member_of_another_team) {
  EXPECT_EQ(suspend(world.context(), world.session(world.administrator), world.administrator.id).error().type,
            problems::kNotYourself);
  EXPECT_EQ(suspend(world.context(), world.session(world.border_manager), world.provider.id).error().type,
            nrm::problems::kNotFound);
  EXPECT_EQ(suspend(world.context(), world.session(world.officer), world.border_manager.id).error().type,
            nrm::problems::kNotFound);
}

TEST_P(MemberTest, a_missing_member_and_one_out_of_reach_are_the_same_answer) {
  const auto session = world.session(world.border_manager);
  const auto missing = suspend(world.context(), session, MemberId::random(world.random)).error();
  const auto foreign = suspend(world.context(), session, world.provider.id).error();
  EXPECT_EQ(missing.type.slug, foreign.type.slug);
  EXPECT_EQ(missing.params, foreign.params);
}

TEST_P(MemberTest, a_role_taken_away_gives_nothing_more) {
  const auto session = world.session(world.border_manager);
  world.database.run("UPDATE member SET roles = 'coordinator' WHERE id = $m", {{"m", world.border_manager.id}});
  EXPECT_EQ(invite(world.context(), session, world.border.team, {Role::first_responder}).error().type,
            nrm::problems::kNotFound);
}

TEST_P(MemberTest, a_team_sees_its_members_and_an_administrator_everyone) {
  EXPECT_EQ(must(list_members(world.context(), world.session(world.provider), std::nullopt)).size(), 2U);
  EXPECT_EQ(must(list_members(world.context(), world.session(world.administrator), std::nullopt)).size(), 6U);
  EXPECT_EQ(list_members(world.context(), world.session(world.provider), world.border.team).error().type,
            nrm::problems::kNotFound);
}

TEST_P(MemberTest, a_colleague_of_the_same_team_covers_a_leave) {
  const auto from = *parse_iso_date("2018-05-02");
  const auto until = *parse_iso_date("2018-05-11");
  const auto session = world.session(world.border_manager);
  must(record_leave_cover(world.context(), session, {world.officer.id, world.border_manager.id, from, until}));
  world.database->read([&](storage::Reader& reader) {
    EXPECT_EQ(covered_by(reader, world.border_manager.id, until), std::vector{world.officer.id});
    EXPECT_TRUE(covered_by(reader, world.border_manager.id, *parse_iso_date("2018-05-12")).empty());
  });
  EXPECT_EQ(record_leave_cover(world.context(), session, {world.officer.id, world.border_manager.id, until, from})
                .error()
                .fields.at(0)
                .pointer,
            "/until");
  EXPECT_FALSE(record_leave_cover(world.context(), session, {world.officer.id, world.provider.id, from, until}));
}

TEST_P(MemberTest, a_caseload_goes_to_a_colleague) {
  std::string moved;
  world.journal().on(std::string{kCaseloadHandover}, [&](log::Act&, std::string_view object) { moved = object; });
  world.context().caseload = [](storage::Reader&, const MemberId&) { return std::int64_t{7}; };
  const auto session = world.session(world.border_manager);
  EXPECT_EQ(must(hand_over_caseload(world.context(), session, world.officer.id, world.border_manager.id)), 7);
  EXPECT_EQ(moved, world.officer.id.text() + ":" + world.border_manager.id.text());
  EXPECT_FALSE(hand_over_caseload(world.context(), session, world.officer.id, world.provider.id));
}

// Every secret of a member, searched for in every column of every table.
TEST_P(MemberTest, no_secret_lies_in_any_table) {
  const auto session = world.session(world.officer);
  const auto token = world.token(world.officer);
  const auto half = from_base64url(token.expose()).value();
  const std::vector<Bytes> canaries{
      bytes_of(world.officer.password),
      bytes_of(world.officer.recovery_code),
      bytes_of(token.expose()),
      Bytes{half.begin(), half.begin() + 16},
      Bytes{half.begin() + 16, half.end()},
      Bytes{world.officer.totp.expose().begin(), world.officer.totp.expose().end()},
      Bytes{session.member_seed.expose().begin(), session.member_seed.expose().end()},
      Bytes{world.secrets.binding_seed.expose().begin(), world.secrets.binding_seed.expose().end()},
  };
  for (const auto* table :
       {"member", "member_key_opener", "totp", "invitation", "enrolment", "session", "throttle", "idempotency",
        "done_request", "instance_key", "team_key", "team_key_seal", "log_key_seal", "log_leaf"}) {
    for (const auto& row : world.database.query(fmt::format("SELECT * FROM {}", table))) {
      for (const auto& value : row.values()) {
        const auto* text = std::get_if<std::string>(&value);
        const auto* blob = std::get_if<Bytes>(&value);
        const auto hay = text ? bytes_of(*text) : blob ? *blob : Bytes{};
        for (const auto& canary : canaries) {
          EXPECT_EQ(std::search(hay.begin(), hay.end(), canary.begin(), canary.end()), hay.end()) << table;
        }
      }
    }
  }
}

}  // namespace
}  // namespace nrm::access::testing
