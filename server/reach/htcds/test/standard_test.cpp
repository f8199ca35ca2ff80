// The traps found in IOM's own files, one by one.
#include <gtest/gtest.h>

#include "cell.hpp"
#include "columns.hpp"

namespace nrm::htcds {
namespace {

class StandardTest : public ::testing::Test {
 protected:
  Standard standard = Standard::load(std::filesystem::path{NRM_SOURCE_DIR} / "packs/standards/htcds");
  Reading read(const char* key, std::string_view raw) {
    return read_cell(standard, *standard.find_key(key), *casefile::find_htcds_field(key), raw);
  }
  Result<Columns> columns(std::string_view csv, Trust trust = Trust::ask) {
    return find_columns(standard, *parse_csv(csv), trust);
  }
};

TEST_F(StandardTest, every_official_key_has_a_field_of_the_case) {
  EXPECT_EQ(standard.fields().size(), 84U);
  for (const auto& field : standard.fields()) EXPECT_NE(casefile::find_htcds_field(field.key), nullptr) << field.key;
}

TEST_F(StandardTest, knows_the_misspelt_keys_of_the_templates) {
  EXPECT_EQ(standard.find_key("prs_First_Name")->key, "prs_FirstName");
  EXPECT_EQ(standard.find_key("prs_Second_Name")->key, "prs_SecondName");
  EXPECT_EQ(standard.find_key("vic_Methods_of_Control")->key, "vic_MethodsOfControl");
  EXPECT_EQ(standard.find_key("vic_TraffickinStatusDecisionMakingOrg")->key, "vic_TraffickingStatusDecisionMakingOrg");
  EXPECT_EQ(standard.find_key("prs_firstname"), nullptr);
}

TEST_F(StandardTest, takes_values_and_labels_in_any_case) {
  EXPECT_EQ(read("cas_Status", "Follow up").value, "FollowUp");
  EXPECT_EQ(read("cas_ReasonForIncomingReferral", "Migration Or Change Of Location").value,
            "MigrationOrChangeOfLocation");
  EXPECT_EQ(read("vic_MethodsOfControl", "DebtBondage ").value, R"(["DebtBondage"])");
  EXPECT_EQ(read("vic_RelationshipToTrafficker", "Unaquainted").value, "Unaquainted");
  EXPECT_EQ(read("prs_Gender", "Intersex").fault, "not-in-list");
}

TEST_F(StandardTest, parts_several_values_at_semicolons_or_as_forms_do_at_spaces) {
  EXPECT_EQ(read("vic_TypeOfExploitation", "ForcedLabour; Forced Begging").value,
            R"(["ForcedLabour","ForcedBegging"])");
  EXPECT_EQ(read("vic_TypeOfExploitation", "ForcedLabour ForcedBegging").value, R"(["ForcedLabour","ForcedBegging"])");
  EXPECT_EQ(read("prs_Citizenship", "by;UA").value, R"(["BY","UA"])");
}

TEST_F(StandardTest, keeps_one_value_where_the_standard_has_one) {
  EXPECT_EQ(read("vic_ForcedLabourIndustry", "F_Construction").value, "F_Construction");
  EXPECT_EQ(read("vic_ForcedLabourIndustry", "F_Construction;P_Education").fault, "one-value-only");
}

TEST_F(StandardTest, a_date_with_slashes_is_not_guessed) {
  EXPECT_EQ(read("prs_Birthdate", "1999-03-04").value, "1999-03-04");
  EXPECT_EQ(read("prs_Birthdate", "04.03.1999").value, "1999-03-04");
  EXPECT_EQ(read("prs_Birthdate", "04/03/1999").fault, "ambiguous-date");
  EXPECT_EQ(read("prs_Birthdate", "1999-02-30").fault, "not-a-date");
}

TEST_F(StandardTest, a_column_without_a_place_refuses_the_file) {
  EXPECT_EQ(columns("prs_FirstName,prs_Shoe\nA,42\n").error().type, problems::kUnknownColumns);
  EXPECT_EQ(columns("prs_FirstName,prs_First_Name\nA,B\n").error().type, problems::kUnknownColumns);
  EXPECT_TRUE(columns("prs_FirstName,\nA,\n"));
  EXPECT_TRUE(columns("case_Id,First Name\n7,A\n")->own_id);
}

TEST_F(StandardTest, contradicting_rows_of_keys_and_labels_are_asked_about) {
  const char* file =
      "prs_FirstName,prs_MailingCity,prs_MailingState\nFirst Name,Mailing State/Province,Mailing City\nA,B,C\n";
  const auto asked = columns(file);
  ASSERT_FALSE(asked);
  EXPECT_EQ(asked.error().type, problems::kHeadersDisagree);
  EXPECT_EQ(asked.error().fields.size(), 2U);
  EXPECT_EQ(columns(file, Trust::keys)->keys.at(1).key->key, "prs_MailingCity");
  EXPECT_EQ(columns(file, Trust::labels)->keys.at(1).key->key, "prs_MailingState");
  EXPECT_EQ(columns(file, Trust::keys)->header_rows, 2U);
}

TEST_F(StandardTest, an_empty_key_is_read_by_its_label) {
  const auto found = columns("prs_FirstName,\nFirst Name,Reason for Outgoing Referral\nA,Other\n");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->keys.at(1).key->key, "cas_ReasonForOutgoingReferral");
}

TEST(Spreadsheet, formulas_are_made_text) {
  EXPECT_EQ(neutralise("=1+1"), "'=1+1");
  EXPECT_EQ(neutralise("@x"), "'@x");
  EXPECT_EQ(neutralise("x=1"), "x=1");
}

}  // namespace
}  // namespace nrm::htcds
