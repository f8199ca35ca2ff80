#include "nrm/duty/roster.hpp"
#include "nrm/access/cover.hpp"
#include "nrm/access/testing.hpp"

namespace nrm::duty {
namespace {

using access::testing::must;

class RosterTest : public ::testing::TestWithParam<storage::Kind> {
 protected:
  access::testing::World world{{.kind = GetParam(), .schemas = {schema()}}};
  access::Session manager() { return world.session(world.border_manager); }
  TeamId team() const { return world.border.team; }
  Roster now() {
    return world.database->reading(
        [&](storage::Reader& reader) { return roster_of(reader, world.border.team, world.clock.now()); });
  }
  std::vector<Shift> nights() const {
    std::vector<Shift> out;
    for (int weekday = 1; weekday <= 7; ++weekday)
      out.push_back({weekday, 22 * 60, 6 * 60, "+375 17 000-00-00", world.officer.id});
    return out;
  }
};
NRM_ON_EACH_DATABASE(RosterTest);

TEST_P(RosterTest, whoever_calls_at_night_learns_the_number) {
  must(set_week(world.journal(), manager(), team(), nights(), 1));
  world.clock.set(*parse_rfc3339("2018-04-25T23:00:00Z"));  // two in the morning in Minsk
  const auto found = world.database->reading(
      [&](storage::Reader& reader) { return on_duty(reader, world.pack, team(), world.clock.now()); });
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].phone, "+375 17 000-00-00");
  EXPECT_EQ(found[0].member, world.officer.id);
  EXPECT_EQ(found[0].until, *parse_rfc3339("2018-04-26T03:00:00Z"));
}

TEST_P(RosterTest, of_two_who_change_it_at_once_one_is_told) {
  EXPECT_EQ(must(set_week(world.journal(), manager(), team(), nights(), 1)), 2);
  EXPECT_EQ(set_week(world.journal(), manager(), team(), {}, 1).error().type, nrm::problems::kStale);
  EXPECT_EQ(now().week.size(), 7U);
  EXPECT_EQ(must(set_week(world.journal(), manager(), team(), {}, 2)), 3);
  EXPECT_TRUE(now().week.empty());
}

TEST_P(RosterTest, only_a_case_manager_of_the_team_changes_it) {
  for (const auto* who : {&world.officer, &world.shelter_manager, &world.administrator})
    EXPECT_EQ(set_week(world.journal(), world.session(*who), team(), nights(), 1).error().type,
              nrm::problems::kNotFound)
        << who->account;
  EXPECT_FALSE(now().exists);
}

TEST_P(RosterTest, nobody_of_another_team_and_no_word_instead_of_a_number) {
  auto week = nights();
  week[2].member = world.provider.id;
  EXPECT_EQ(set_week(world.journal(), manager(), team(), week, 1).error().fields.at(0).pointer, "/shifts/2/member_id");
  week = nights();
  week[6].phone = "ask Anna";
  EXPECT_EQ(set_week(world.journal(), manager(), team(), week, 1).error().fields.at(0).code, "not-a-phone");
}

TEST_P(RosterTest, an_exception_comes_and_goes) {
  must(set_week(world.journal(), manager(), team(), nights(), 1));
  const auto from = world.clock.now() + std::chrono::hours{1};
  const auto id = must(
      add_exception(world.journal(), manager(), team(), {from, from + std::chrono::hours{2}, "112", std::nullopt}));
  EXPECT_EQ(now().exceptions.size(), 1U);
  EXPECT_EQ(
      add_exception(world.journal(), manager(), team(), {from, from, "112", std::nullopt}).error().fields.at(0).pointer,
      "/until");
  EXPECT_EQ(remove_exception(world.journal(), world.session(world.shelter_manager), team(), id).error().type,
            nrm::problems::kNotFound);
  must(remove_exception(world.journal(), manager(), team(), id));
  EXPECT_EQ(remove_exception(world.journal(), manager(), team(), id).error().type, nrm::problems::kNotFound);
  EXPECT_EQ(now().version, 4);
}

}  // namespace
}  // namespace nrm::duty
