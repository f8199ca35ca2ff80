#include "office.hpp"

namespace nrm::places::testing {
namespace {

class HoldTest : public Office {};
NRM_ON_EACH_DATABASE(HoldTest);

TEST_P(HoldTest, a_place_is_held_confirmed_and_given_back) {
  const auto her = referral();
  EXPECT_EQ(reach(lake.team, her), "places.none-free") << "nobody has stated anything";
  ASSERT_EQ(say(lake.team, {"shelter", 2}), "stated");
  EXPECT_EQ(reach(lake.team, her), "held");
  EXPECT_EQ(figures(lake.team), "1/1/0");
  instance.clock.advance(std::chrono::hours{1});
  accept(her);
  EXPECT_EQ(figures(lake.team), "1/0/1");
  end(her);
  EXPECT_EQ(figures(lake.team), "2/0/0");
  end(her);
  EXPECT_EQ(figures(lake.team), "2/0/0") << "given back once";
}

TEST_P(HoldTest, a_place_stays_taken_where_its_team_took_the_whole_case_over) {
  ASSERT_EQ(say(lake.team, {"shelter", 2}), "stated");
  const auto her = referral(), another = referral();
  reach(lake.team, her);
  reach(lake.team, another);
  accept(her);
  take_over(her);
  EXPECT_EQ(figures(lake.team), "0/1/0") << "she sleeps in it";
  take_over(another);
  EXPECT_EQ(figures(lake.team), "1/0/0") << "only held: nobody is in it";
  end(her);
  EXPECT_EQ(figures(lake.team), "1/0/0") << "what ends the referral later gives nothing back";
}

TEST_P(HoldTest, one_referral_holds_one_place_and_takes_it_along) {
  ASSERT_EQ(say(lake.team, {"shelter", 1}), "stated");
  ASSERT_EQ(say(hill.team, {"shelter", 1}), "stated");
  const auto her = referral();
  EXPECT_EQ(reach(lake.team, her), "held");
  EXPECT_EQ(reach(lake.team, her), "held");
  EXPECT_EQ(figures(lake.team), "0/1/0");
  EXPECT_EQ(reach(hill.team, her), "held");
  EXPECT_EQ(figures(lake.team), "1/0/0");
  EXPECT_EQ(figures(hill.team), "0/1/0");
  EXPECT_EQ(reach(lake.team, referral()), "held");
  EXPECT_EQ(reach(lake.team, her), "places.none-free");
  EXPECT_EQ(figures(hill.team), "0/1/0") << "what it had is not lost by reaching for more";
}

TEST_P(HoldTest, the_one_who_waits_gets_what_is_given_back) {
  ASSERT_EQ(say(lake.team, {"shelter", 1}), "stated");
  const auto first = referral(), second = referral();
  EXPECT_EQ(reach(lake.team, first), "held");
  EXPECT_EQ(reach(lake.team, second), "places.none-free");
  end(first);
  EXPECT_EQ(reach(lake.team, second), "held");
  EXPECT_EQ(figures(lake.team), "0/1/0");
}

TEST_P(HoldTest, a_statement_that_counts_the_promised_ones_takes_them_off) {
  ASSERT_EQ(say(lake.team, {"shelter", 3}), "stated");
  const auto first = referral(), second = referral();
  reach(lake.team, first);
  reach(lake.team, second);
  accept(second);
  ASSERT_EQ(say(lake.team, {"shelter", 5, true}), "stated");
  EXPECT_EQ(figures(lake.team), "3/1/1") << "five empty beds, two of them promised";
  end(first);
  EXPECT_EQ(figures(lake.team), "4/0/1");
}

TEST_P(HoldTest, a_statement_that_leaves_them_out_stands_as_it_is_and_what_comes_back_is_not_lost) {
  ASSERT_EQ(say(lake.team, {"shelter", 3}), "stated");
  const auto first = referral(), second = referral();
  reach(lake.team, first);
  reach(lake.team, second);
  ASSERT_EQ(say(lake.team, {"shelter", 1, false}), "stated");
  EXPECT_EQ(figures(lake.team), "1/2/0") << "one more than the two that are promised";
  end(first);
  EXPECT_EQ(figures(lake.team), "2/1/0");
}

TEST_P(HoldTest, fewer_stated_than_promised_gives_nothing_until_the_gap_is_filled) {
  ASSERT_EQ(say(lake.team, {"shelter", 2}), "stated");
  const auto first = referral(), second = referral();
  reach(lake.team, first);
  reach(lake.team, second);
  ASSERT_EQ(say(lake.team, {"shelter", 1, true}), "stated");
  EXPECT_EQ(figures(lake.team), "0/2/0");
  end(first);
  EXPECT_EQ(reach(lake.team, referral()), "places.none-free") << "one bed, and one is promised still";
  end(second);
  EXPECT_EQ(reach(lake.team, referral()), "held");
}

TEST_P(HoldTest, what_cannot_be_stated_is_told) {
  EXPECT_EQ(say(lake.team, {"legal-aid", 1}), "kernel.invalid /service");
  EXPECT_EQ(say(lake.team, {"shelter", -1}), "kernel.invalid /free");
  EXPECT_EQ(say(lake.team, {"shelter", kMaxPlaces + 1}), "kernel.invalid /free");
  EXPECT_EQ(say(TeamId::random(instance.random), {"shelter", 1}), "kernel.not-found");
  must(act<void>([&](log::Act& act) { return directory::close_team(act, lake.team); }));
  EXPECT_EQ(say(lake.team, {"shelter", 1}), "directory.closed");
}

TEST_P(HoldTest, the_holds_of_a_team_and_what_it_said_before_are_kept_in_order) {
  ASSERT_EQ(say(lake.team, {"shelter", 4}), "stated");
  const auto first = referral(), second = referral();
  reach(lake.team, first);
  instance.clock.advance(std::chrono::hours{2});
  reach(lake.team, second);
  ASSERT_EQ(say(lake.team, {"shelter", 1, false}), "stated");
  const auto holds = instance.database->reading([&](storage::Reader& reader) { return holds_of(reader, lake.team); });
  ASSERT_EQ(holds.size(), 2U);
  EXPECT_EQ(holds[0].referral, first);
  EXPECT_EQ(holds[1].standing, Standing::held);
  EXPECT_EQ(holds[1].since, instance.clock.now());
  const auto said =
      instance.database->reading([&](storage::Reader& reader) { return statements_of(reader, lake.team, 10); });
  ASSERT_EQ(said.size(), 2U);
  EXPECT_EQ(said[0].free, 1);
  EXPECT_FALSE(said[0].counts_promised);
  EXPECT_EQ(said[0].promised, 2);
  EXPECT_EQ(said[1].free, 4);
  EXPECT_EQ(said[1].promised, 0);
}

TEST_P(HoldTest, a_merged_team_brings_its_places_and_promises) {
  ASSERT_EQ(say(lake.team, {"shelter", 2}), "stated");
  const auto her = referral();
  reach(lake.team, her);
  const auto older = instance.clock.now();
  instance.clock.advance(std::chrono::hours{3});
  ASSERT_EQ(say(hill.team, {"shelter", 3}), "stated");
  must(act<void>([&](log::Act& act) -> Result<void> {
    act.react(casefile::kTeamMerged, lake.team.text() + ":" + hill.team.text());
    return {};
  }));
  EXPECT_EQ(figures(hill.team), "4/1/0");
  EXPECT_EQ(stock(hill.team).stated_at, older) << "as old as the older word";
  end(her);
  EXPECT_EQ(figures(hill.team), "5/0/0");
  EXPECT_EQ(instance.database.query("SELECT number FROM place_statement WHERE team = $t", {{"t", hill.team}}).size(),
            2U);
  EXPECT_TRUE(instance.database.query("SELECT team FROM place_stock WHERE team = $t", {{"t", lake.team}}).empty());
}

TEST_P(HoldTest, what_the_directory_kept_before_is_taken_over) {
  storage::testing::TestDatabase old{GetParam()};
  old.migrate({jobs::schema(), log::schema(), directory::schema(), access::schema(), casefile::schema()});
  old.run(
      "INSERT INTO organisation (id, code, name, kind, level, region, status, takes_part_in, added_at) VALUES "
      "('o', 'o', 'O', 'ngo', '', '', 'listed', '', 1)");
  old.run(
      "INSERT INTO team (id, organisation_id, name, kinds, region, added_at) VALUES ($id, 'o', 'T', "
      "'protection', '', 1)",
      {{"id", lake.team}});
  old.run("INSERT INTO place (team_id, service, free, stated_at) VALUES ($id, 'shelter', 3, 77)", {{"id", lake.team}});
  old.migrate({directory::schema(), schema()});
  const auto kept = old->reading([&](storage::Reader& reader) { return stock_of(reader, lake.team); });
  ASSERT_EQ(kept.size(), 1U);
  EXPECT_EQ(kept[0].free, 3);
  EXPECT_EQ(kept[0].stated_at.unix_us(), 77);
  const auto said = old->reading([&](storage::Reader& reader) { return statements_of(reader, lake.team, 9); });
  EXPECT_EQ(said.size(), 1U);
}

}  // namespace
}  // namespace nrm::places::testing
