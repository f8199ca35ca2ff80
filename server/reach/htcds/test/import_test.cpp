#include <fstream>
#include <iterator>

#include "columns.hpp"
#include "nrm/access/testing.hpp"
#include "nrm/casefile/overview.hpp"

namespace nrm::htcds {
namespace {

using access::testing::must;

class ImportTest : public ::testing::TestWithParam<storage::Kind> {
 protected:
  access::testing::World world{{.kind = GetParam(), .schemas = {casefile::schema(), schema()}}};
  Standard standard = Standard::load(std::filesystem::path{NRM_SOURCE_DIR} / "packs/standards/htcds");
  pathway::Pack pack = std::move(pathway::load_pack(std::filesystem::path{NRM_SOURCE_DIR} / "packs/by").value());
  access::Session here() { return world.session(world.border_manager); }
  access::Session there() { return world.session(world.shelter_manager); }
  ImportReport take(std::string_view csv) { return must(import_htcds(world.journal(), here(), standard, pack, csv)); }
  std::string give(ExportOptions options = {}) {
    return must(export_htcds(world.journal(), here(), standard, options));
  }
  std::int64_t cases() { return world.database.query("SELECT COUNT(*) AS n FROM case_file").at(0).integer("n"); }
  static void expect_complete(const ImportReport& report) {
    EXPECT_EQ(report.imported + report.already_there + report.refused, report.total);
  }
};
NRM_ON_EACH_DATABASE(ImportTest);

constexpr std::string_view kFile =
    "case_Id,prs_FirstName,prs_SecondName,prs_Birthdate,prs_Gender,vic_TypeOfExploitation,cas_Status,con_Consent\r\n"
    "A-1,Test Olga,\"Test, Petrova\",1999-03-04,Feminine,ForcedLabour;ForcedBegging,Follow up,TRUE\r\n"
    "A-2,=Test(1),,04.03.2001,Masculine,SexualExploitation,Active,false\r\n";

TEST_P(ImportTest, gives_back_what_came_in) {
  const auto report = take(kFile);
  EXPECT_EQ(report.imported, 2U);
  expect_complete(report);
  EXPECT_EQ(give(), kFile);
  EXPECT_NE(give({false, true}).find("'=Test(1)"), std::string::npos);
}

TEST_P(ImportTest, is_safe_to_repeat) {
  take(kFile);
  const auto again = take(kFile);
  EXPECT_EQ(again.already_there, 2U);
  EXPECT_EQ(cases(), 2);
  auto changed = std::string{kFile};
  changed.replace(changed.find("Active"), 6, "Closed");
  const auto differing = take(changed);
  EXPECT_EQ(differing.refused, 1U);
  EXPECT_EQ(differing.refusals.at(0).reason, "differs-from-imported");
  expect_complete(differing);
}

TEST_P(ImportTest, two_people_with_the_same_sparse_row_are_two_people) {
  const char* file = "vic_TypeOfExploitation\nForcedLabour\nForcedLabour\n";
  EXPECT_EQ(take(file).imported, 2U);
  EXPECT_EQ(take(file).already_there, 2U);
}

TEST_P(ImportTest, says_row_column_and_reason_of_each_refusal_and_takes_the_rest) {
  const auto report = take(
      "case_Id,prs_FirstName,prs_Birthdate,prs_Gender\n"
      "1,Test A,1999-13-01,Feminine\n"
      "2,Test B,,\n"
      "2,Test C,,\n"
      "3,Test D,1999-01-01,Woman\n"
      "4,Test E\n"
      "5,\xFF\xFE,,\n");
  expect_complete(report);
  EXPECT_EQ(report.total, 6U);
  EXPECT_EQ(report.imported, 1U);
  ASSERT_EQ(report.refusals.size(), 5U);
  EXPECT_EQ(report.refusals[0].column, "prs_Birthdate");
  EXPECT_EQ(report.refusals[0].line, 2);
  EXPECT_EQ(report.refusals[1].reason, "same-id-again");
  EXPECT_EQ(report.refusals[2].reason, "not-in-list");
  EXPECT_EQ(report.refusals[3].reason, "wrong-width");
  EXPECT_EQ(report.refusals[4].reason, "not-utf8");
}

TEST_P(ImportTest, an_imported_case_waits_for_a_basis) {
  take(kFile);
  EXPECT_EQ(world.database.query("SELECT COUNT(*) AS n FROM case_file WHERE basis_missing = 1").at(0).integer("n"), 2);
  const auto tasks = world.database->reading(
      [&](storage::Reader& reader) { return casefile::tasks_of_team(reader, world.border.team); });
  EXPECT_EQ(std::ranges::count(tasks, std::string{"record-basis"}, &casefile::Task::kind), 2);
}

TEST_P(ImportTest, another_team_exports_none_of_it) {
  take(kFile);
  EXPECT_EQ(must(export_htcds(world.journal(), there(), standard)), "");
  EXPECT_EQ(must(export_cases(world.journal(), there())), "");
}

TEST_P(ImportTest, our_own_lines_carry_every_value_to_another_team_byte_for_byte) {
  take(kFile);
  const auto lines = must(export_cases(world.journal(), here()));
  const auto report = must(import_cases(world.journal(), there(), pack, lines));
  EXPECT_EQ(report.imported, 2U);
  EXPECT_EQ(must(import_cases(world.journal(), there(), pack, lines)).already_there, 2U);
  const auto values = [](const std::string& text) {
    std::multiset<std::string> out;
    std::size_t at = 0;
    while ((at = text.find("\"field\":", at)) != std::string::npos) {
      const auto end = text.find('\n', at);
      out.insert(text.substr(at, end - at));
      at = end;
    }
    return out;
  };
  EXPECT_EQ(values(must(export_cases(world.journal(), there()))), values(lines));
}

TEST_P(ImportTest, a_case_that_came_in_begins_where_the_pathway_begins) {
  take(kFile);
  for (const auto& row :
       world.database.query("SELECT pathway_version, identification_state, assistance_state FROM case_file")) {
    EXPECT_EQ(row.text("pathway_version"), pack.pathway.version);
    EXPECT_EQ(row.text("identification_state"), pack.pathway.find_track("identification")->initial().id);
    EXPECT_EQ(row.text("assistance_state"), pack.pathway.find_track("protection")->initial().id);
  }
}

TEST_P(ImportTest, our_own_lines_are_held_to_the_packs_code_lists) {
  const auto report =
      must(import_cases(world.journal(), here(), pack,
                        R"({"case":"x","reference":"BY-1","field":"casework.needs","value":"[\"no-such-need\"]"})"
                        "\n"));
  EXPECT_EQ(report.refused, 1U);
  ASSERT_EQ(report.refusals.size(), 1U);
  EXPECT_EQ(report.refusals[0].reason, "not-in-list");
  EXPECT_EQ(cases(), 0);
}

TEST_P(ImportTest, dates_are_those_of_the_country_and_not_of_the_server) {
  constexpr std::string_view kBornToday =
      R"({"case":"x","reference":"BY-1","field":"identity.birth-date",)"
      R"("value":"{\"value\":\"2018-05-01\",\"precision\":\"day\",\"basis\":\"stated\"}"})"
      "\n";
  world.clock.set(*parse_rfc3339("2018-04-30T20:59:00Z"));
  const auto session = here();
  EXPECT_EQ(must(import_cases(world.journal(), session, pack, kBornToday)).refused, 1U);
  world.clock.set(*parse_rfc3339("2018-04-30T21:30:00Z"));  // the first of May in Minsk
  EXPECT_EQ(must(import_cases(world.journal(), session, pack, kBornToday)).imported, 1U);
}

TEST_P(ImportTest, the_table_of_rows_tells_nobody_which_rows_it_knows) {
  take(kFile);
  for (const auto& row : world.database.query("SELECT source, content FROM import_row")) {
    EXPECT_EQ(row.text("source").size(), 64U);
    EXPECT_EQ(row.text("content").find("Olga"), std::string::npos);
  }
}

}  // namespace
}  // namespace nrm::htcds
