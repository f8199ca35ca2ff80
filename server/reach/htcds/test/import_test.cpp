#include <fstream>
#include <iterator>

#include "columns.hpp"
#include "nrm/access/testing.hpp"
#include "nrm/casefile/erasure.hpp"
#include "nrm/casefile/openings.hpp"
#include "nrm/casefile/overview.hpp"
#include "nrm/casefile/restriction.hpp"
#include "nrm/htcds/import_rows.hpp"

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
    return must(export_htcds(world.journal(), here(), standard, options)).text;
  }
  std::int64_t cases() { return world.database.query("SELECT COUNT(*) AS n FROM case_file").at(0).integer("n"); }
  CaseId case_at(std::size_t place) {
    const auto rows = world.database.query("SELECT case_id FROM import_row ORDER BY position");
    return rows.at(place).id<CaseId>("case_id");
  }
  template <class Work>
  void in_case(const access::Session& session, const CaseId& id, const Work& work) {
    must(world.journal().act<void>(session.header("case.write", "", {id, session.organisation, id.text()}),
                                   [&](log::Act& act) -> Result<void> {
                                     const auto permit = access::decide(act, session, access::Relation::own_team);
                                     if (!permit) return tl::unexpected(permit.error());
                                     return work(act, *permit);
                                   }));
  }
  std::int64_t count(const std::string& from) {
    return world.database.query("SELECT COUNT(*) AS n FROM " + from).at(0).integer("n");
  }
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
  EXPECT_EQ(must(export_htcds(world.journal(), there(), standard)).text, "");
  EXPECT_EQ(must(export_cases(world.journal(), there())).text, "");
}

TEST_P(ImportTest, our_own_lines_carry_every_value_to_another_team_byte_for_byte) {
  take(kFile);
  const auto lines = must(export_cases(world.journal(), here())).text;
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
  EXPECT_EQ(values(must(export_cases(world.journal(), there())).text), values(lines));
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

TEST_P(ImportTest, an_erased_case_leaves_no_trace_of_its_row) {
  take(kFile);
  const auto id = case_at(1);
  in_case(here(), id, [&](log::Act& act, const access::Permit&) -> Result<void> {
    forget_imports(act, id.text());
    return {};
  });
  EXPECT_EQ(count("import_row WHERE case_id = '" + id.text() + "'"), 0);
  EXPECT_EQ(count("import_row"), 1);
}

TEST_P(ImportTest, an_erased_class_takes_the_cells_it_was_read_from_and_their_keys) {
  take(kFile);
  const auto id = case_at(1);
  const std::string identity = " WHERE compartment = 'identity' AND ";
  const auto of_case = "case_id = '" + id.text() + "'";
  const std::string note = " AND field = 'import.as-written'";
  ASSERT_EQ(count("sealed_value" + (identity + of_case) + note), 1) << "a date in another form";
  ASSERT_EQ(count("sealed_value WHERE " + of_case + note), 2) << "the row's own id in casework";
  in_case(here(), id, [&](log::Act& act, const access::Permit& permit) {
    return casefile::erase_class(act, permit, id, "identity", casefile::Extent::all);
  });
  EXPECT_EQ(count("sealed_value" + (identity + of_case)), 0);
  EXPECT_EQ(count("key_seal" + (identity + "subject = '" + id.text() + "'")), 0);
  EXPECT_EQ(count("sealed_value WHERE " + of_case + note), 1) << "what was read into another compartment stays";
  EXPECT_EQ(give().find("04.03.2001"), std::string::npos);
  EXPECT_NE(give().find("A-1,Test Olga"), std::string::npos);
}

TEST_P(ImportTest, a_case_restricted_to_others_is_left_out_and_counted_and_was_not_tried) {
  take(kFile);
  const auto id = case_at(0);
  const auto officer = world.session(world.officer);
  world.database.write([&](storage::Writer& writer) {
    writer.run("UPDATE case_file SET keeper = $keeper WHERE id = $id", {{"keeper", officer.member}, {"id", id}});
    return true;
  });
  in_case(officer, id,
          [&](log::Act& act, const access::Permit& permit) { return casefile::restrict_case(act, permit, id, {}); });
  const auto standard_file = must(export_htcds(world.journal(), here(), standard));
  EXPECT_EQ(standard_file.restricted, 1U);
  EXPECT_EQ(standard_file.text.find("Test Olga"), std::string::npos);
  EXPECT_NE(standard_file.text.find("=Test(1)"), std::string::npos);
  const auto own_file = must(export_cases(world.journal(), here()));
  EXPECT_EQ(own_file.restricted, 1U);
  EXPECT_EQ(own_file.text.find("Test Olga"), std::string::npos);
  EXPECT_NE(own_file.text.find("=Test(1)"), std::string::npos);
  EXPECT_EQ(count("log_refusal WHERE action LIKE 'export.%'"), 0);
}

TEST_P(ImportTest, oversight_hears_of_each_exported_case_and_no_cap_counts_it) {
  take(kFile);
  std::multiset<std::string> told;
  world.journal().on(std::string{casefile::kCompartmentOpened},
                     [&](log::Act&, std::string_view object) { told.emplace(object); });
  const std::multiset<std::string> both{case_at(0).text(), case_at(1).text()};
  give();
  EXPECT_EQ(told, both);
  must(export_cases(world.journal(), here()));
  EXPECT_EQ(told.size(), 4U);
  EXPECT_EQ(count("opened_object"), 0);
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
