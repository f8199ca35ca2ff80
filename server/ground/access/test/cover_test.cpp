#include "nrm/access/cover.hpp"
#include "nrm/access/mail_credentials.hpp"
#include "nrm/access/testing.hpp"

namespace nrm::access::testing {
namespace {

class CoverTest : public ::testing::TestWithParam<storage::Kind> {
 protected:
  World world{{.kind = GetParam()}};
  static Date day(const char* text) { return *parse_iso_date(text); }
  Session manager() { return world.session(world.border_manager); }
  Result<LeaveId> leave(const Session& by, const Person& who, std::optional<MemberId> cover,
                        const char* from = "2018-05-02", const char* until = "2018-05-11") {
    return record_leave(world.context(), by, {who.id, cover, day(from), day(until)});
  }
  std::vector<MemberId> covers(const Person& who, const char* on) {
    return world.database->reading([&](storage::Reader& reader) { return covers_of(reader, who.id, day(on)); });
  }
  bool missing(const Person& who, const char* on) {
    return world.database->reading([&](storage::Reader& reader) { return is_missing(reader, who.id, day(on)); });
  }
};
NRM_ON_EACH_DATABASE(CoverTest);

TEST_P(CoverTest, stands_in_on_the_first_and_the_last_day_and_not_beyond) {
  must(leave(world.session(world.officer), world.officer, world.border_manager.id));
  EXPECT_TRUE(covers(world.officer, "2018-05-01").empty());
  EXPECT_EQ(covers(world.officer, "2018-05-02"), std::vector{world.border_manager.id});
  EXPECT_EQ(covers(world.officer, "2018-05-11"), std::vector{world.border_manager.id});
  EXPECT_TRUE(covers(world.officer, "2018-05-12").empty());
}

TEST_P(CoverTest, is_of_the_same_team_can_do_the_work_and_is_there) {
  EXPECT_EQ(leave(manager(), world.officer, world.provider.id).error().type, nrm::problems::kNotFound);
  EXPECT_EQ(leave(manager(), world.officer, world.auditor.id).error().type, problems::kCoverCannot);
  EXPECT_EQ(leave(manager(), world.officer, world.officer.id).error().type, problems::kNotYourself);
  must(leave(manager(), world.border_manager, std::nullopt, "2018-05-10", "2018-05-20"));
  EXPECT_EQ(leave(manager(), world.officer, world.border_manager.id).error().type, problems::kCoverAway);
}

TEST_P(CoverTest, a_coordinator_is_covered_by_a_coordinator) {
  const auto first = world.new_person(world.border, {Role::coordinator}, "border.coordinator");
  const auto second = world.new_person(world.border, {Role::coordinator}, "border.coordinator2");
  EXPECT_EQ(leave(world.session(first), first, world.border_manager.id).error().type, problems::kCoverCannot);
  const auto present = [&](const char* on) {
    return world.database->reading(
        [&](storage::Reader& reader) { return has_present(reader, world.border.team, Role::coordinator, day(on)); });
  };
  must(leave(world.session(first), first, second.id));
  EXPECT_TRUE(present("2018-05-05"));
  must(leave(world.session(second), second, std::nullopt, "2018-05-04", "2018-05-06"));
  EXPECT_FALSE(present("2018-05-05")) << "whoever covers is away herself";
  EXPECT_TRUE(present("2018-05-07"));
}

TEST_P(CoverTest, a_leave_without_cover_leaves_her_missing) {
  must(leave(world.session(world.officer), world.officer, std::nullopt));
  EXPECT_TRUE(missing(world.officer, "2018-05-05"));
  EXPECT_FALSE(missing(world.officer, "2018-05-12"));
}

TEST_P(CoverTest, one_records_her_own_and_a_manager_her_teams) {
  EXPECT_EQ(leave(world.session(world.officer), world.border_manager, world.officer.id).error().type,
            nrm::problems::kNotFound);
  EXPECT_EQ(leave(world.session(world.shelter_manager), world.officer, std::nullopt).error().type,
            nrm::problems::kNotFound);
  must(leave(manager(), world.officer, std::nullopt));
  must(leave(world.session(world.administrator), world.officer, std::nullopt));
}

TEST_P(CoverTest, ends_when_she_is_back_early) {
  const auto id = must(leave(manager(), world.officer, world.border_manager.id));
  const auto coming = must(leave(manager(), world.officer, std::nullopt, "2018-06-01", "2018-06-02"));
  EXPECT_EQ(must(list_leaves(world.context(), manager(), day("2018-05-05"))).size(), 2U);
  EXPECT_TRUE(must(list_leaves(world.context(), world.session(world.provider), day("2018-05-05"))).empty());
  EXPECT_EQ(end_leave(world.context(), world.session(world.provider), id, day("2018-05-05")).error().type,
            nrm::problems::kNotFound);
  must(end_leave(world.context(), world.session(world.officer), id, day("2018-05-05")));
  EXPECT_EQ(covers(world.officer, "2018-05-04").size(), 1U);
  EXPECT_TRUE(covers(world.officer, "2018-05-05").empty());
  must(end_leave(world.context(), manager(), coming, day("2018-05-05")));
  EXPECT_TRUE(must(list_leaves(world.context(), manager(), day("2018-05-05"))).empty());
}

TEST_P(CoverTest, a_cover_who_goes_to_another_team_covers_no_more) {
  must(leave(manager(), world.border_manager, world.officer.id));
  must(change_team(world.context(), world.session(world.administrator), world.officer.id, world.shelter.team,
                   {Role::service_provider}));
  EXPECT_TRUE(covers(world.border_manager, "2018-05-05").empty());
  EXPECT_TRUE(missing(world.border_manager, "2018-05-05"));
}

TEST(MailCredentials, lie_behind_the_servers_own_secrets) {
  const auto folder = std::filesystem::path{storage::testing::create_scratch_directory()};
  const auto file = folder / "secrets";
  SystemRandom random;
  const auto before = load_or_create_server_secrets(file, random);
  EXPECT_FALSE(load_mail_credentials(file));
  keep_mail_credentials(file, {"nrm@mail.example", SecretText{"correct horse"}});
  keep_mail_credentials(file, {"nrm@mail.example", SecretText{"another horse"}});
  const auto kept = load_mail_credentials(file);
  ASSERT_TRUE(kept);
  EXPECT_EQ(kept->user, "nrm@mail.example");
  EXPECT_EQ(kept->password.expose(), "another horse");
  EXPECT_EQ(load_or_create_server_secrets(file, random).totp_key, before.totp_key);
  EXPECT_EQ(std::filesystem::status(file).permissions(), std::filesystem::perms::owner_read);
  keep_mail_credentials(file, {});
  EXPECT_FALSE(load_mail_credentials(file));
  EXPECT_EQ(std::filesystem::file_size(file), 136U);
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace nrm::access::testing
