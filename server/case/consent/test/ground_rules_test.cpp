#include <filesystem>

#include "desk.hpp"

namespace nrm::consent {
namespace {

const TeamId kShelter = *TeamId::parse("0b9f1e0c-6f0e-4e57-9a51-1f8d2f6d7a10");

OtherGround by_duty() {
  return {.ground = "legal-duty",
          .article = "read-article",
          .danger = "",
          .purpose = "identify",
          .receiver = kShelter,
          .field_groups = {"situation"},
          .until = parse_iso_date("2018-05-10")};
}
OtherGround in_danger() {
  auto out = by_duty();
  out.ground = "vital-interest";
  out.article.clear();
  out.danger = "threats today";
  out.field_groups = {"identity"};
  out.until = parse_iso_date("2018-05-05");
  return out;
}
std::string faults(const OtherGround& said, bool controls_migration = false) {
  const auto pack = testing::pack_of_tests();
  std::string out;
  for (const auto& fault : find_ground_faults(said, {.table = pack.grounds,
                                                    .receiver_known = true,
                                                    .receiver_is_own_team = false,
                                                    .receiver_controls_migration = controls_migration,
                                                    .today = *parse_iso_date("2018-05-02")}))
    out += (out.empty() ? "" : " ") + fault.pointer + "=" + fault.code;
  return out;
}

TEST(GroundRules, EachGroundNamesAnArticleOrADangerAsItsTableSays) {
  EXPECT_EQ(faults(by_duty()), "");
  EXPECT_EQ(faults(in_danger()), "");
  auto said = by_duty();
  said.article.clear();
  EXPECT_EQ(faults(said), "/article=required");
  said.article = "invented";
  EXPECT_EQ(faults(said), "/article=not-in-list");
  said = in_danger();
  said.danger = "   ";
  EXPECT_EQ(faults(said), "/danger=required");
}

TEST(GroundRules, ADutyCarriesIdentityOnlyByAnArticleThatSomebodyVerified) {
  auto said = by_duty();
  said.field_groups = {"identity"};
  EXPECT_EQ(faults(said), "");
  said.article = "unread-article";
  EXPECT_EQ(faults(said), "/field_groups=article-not-verified");
}

TEST(GroundRules, AGroundCarriesOnlyWhatItsTableListsAndForNoLonger) {
  auto said = by_duty();
  said.field_groups = {"health"};
  EXPECT_EQ(faults(said), "/field_groups=not-carried");
  said.field_groups = {};
  EXPECT_EQ(faults(said), "/field_groups=required");
  for (const auto& [day, expected] : std::map<std::string, std::string>{{"2018-05-01", "/until=out-of-range"},
                                                                        {"2018-05-02", ""},
                                                                        {"2018-06-01", ""},
                                                                        {"2018-06-02", "/until=out-of-range"}}) {
    said = by_duty();
    said.until = parse_iso_date(day);
    EXPECT_EQ(faults(said), expected) << day;
  }
}

TEST(GroundRules, ControlOfMigrationIsNoGroundNoPurposeAndNoReceiver) {
  auto said = by_duty();
  said.ground = "immigration-enforcement";
  EXPECT_EQ(faults(said), "/ground=not-in-list");
  said = by_duty();
  said.purpose = "immigration-enforcement";
  EXPECT_EQ(faults(said), "/purpose=not-in-list");
  EXPECT_EQ(faults(by_duty(), true), "/receiver_team_id=controls-migration");
}

TEST(GroundRules, ThePackOfBelarusNamesOnlyGroupsThatCasesHave) {
  const auto pack = pathway::load_pack(std::filesystem::path{NRM_SOURCE_DIR} / "packs" / "by");
  ASSERT_TRUE(pack.has_value());
  const auto& groups = casefile::field_groups();
  EXPECT_EQ(pack->grounds.grounds.size(), std::size(pathway::kGrounds));
  for (const auto& ground : pack->grounds.grounds)
    for (const auto& group : ground.carries)
      EXPECT_NE(std::find(groups.begin(), groups.end(), group), groups.end()) << ground.id << " " << group;
}

}  // namespace
}  // namespace nrm::consent
