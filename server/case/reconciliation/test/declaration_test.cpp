// What bodies' lists look like when they come from real office programs, and what is refused of them.
#include "nrm/reconciliation/declaration.hpp"

#include <gmock/gmock.h>

#include "nrm/kernel/reference.hpp"
#include "packs.hpp"

namespace nrm::reconciliation {
namespace {

using ::testing::ElementsAre;

class DeclarationTest : public ::testing::Test {
 protected:
  const pathway::Pack pack = belarus();
  const Months period{*parse_month("2017-01"), *parse_month("2017-12")};

  std::string faults_of(std::string_view bytes) const {
    const auto read = read_declaration(bytes, pack, period);
    if (read) return "taken";
    std::string out;
    for (const auto& fault : read.error().fields) out += fault.pointer + "=" + fault.code + " ";
    return out;
  }
  std::vector<std::string> lines_of(std::string_view bytes) const {
    const auto read = read_declaration(bytes, pack, period);
    std::vector<std::string> out;
    if (!read) return {"refused: " + faults_of(bytes)};
    for (const auto& line : read->declaration.lines)
      out.push_back(line.reference + "|" + to_iso(line.day) + "|" + line.need);
    return out;
  }
};

TEST_F(DeclarationTest, TakesWhatASpreadsheetWrites) {
  const auto wanted = ElementsAre("12/2017|2017-03-05|shelter", "|2017-03-06|legal-aid");
  EXPECT_THAT(lines_of("number,date,need\n12/2017,2017-03-05,shelter\n,2017-03-06,legal-aid\n"), wanted);
  EXPECT_THAT(lines_of("number;date;need\r\n12/2017;05.03.2017;shelter\r\n;06.03.2017;legal-aid\r\n"), wanted);
  EXPECT_THAT(lines_of("Number\tDate\tNeed\n12/2017\t2017-03-05\tshelter\n\t2017-03-06\tlegal-aid"), wanted);
  EXPECT_THAT(lines_of("\xEF\xBB\xBFneed,date,number\nShelter,2017-03-05,12/2017\nlegal-aid,2017-03-06,\n"), wanted);
}

TEST_F(DeclarationTest, TakesRussianHeadingsAndLabels) {
  EXPECT_THAT(lines_of("№;Дата;Услуга\n12/2017;05.03.2017;Приют (убежище)\n"),
              ElementsAre("12/2017|2017-03-05|shelter"));
}

TEST_F(DeclarationTest, TakesWindows1251AndSaysSo) {
  // "Номер;Дата;Услуга" and "7-К;05.03.2017;shelter", as an older office program saves them.
  const std::string bytes =
      "\xCD\xEE\xEC\xE5\xF0;\xC4\xE0\xF2\xE0;\xD3\xF1\xEB\xF3\xE3\xE0\n7-\xCA;05.03.2017;shelter\n";
  EXPECT_THAT(lines_of(bytes), ElementsAre("7-К|2017-03-05|shelter"));
  EXPECT_EQ(read_declaration(bytes, pack, period)->encoding, "windows-1251");
}

TEST_F(DeclarationTest, RefusesTwoBytesALetter) {
  EXPECT_EQ(faults_of(std::string_view{"\xFF\xFEn\0u\0m\0", 8}), "=unknown-encoding ");
}

TEST_F(DeclarationTest, LeavesEmptyLinesOut) {
  EXPECT_THAT(lines_of("number;date;need\n1;2017-03-05;shelter\n;;\n\n\r\n"), ElementsAre("1|2017-03-05|shelter"));
}

TEST_F(DeclarationTest, RefusesAnyOtherColumn) {
  EXPECT_EQ(faults_of("number,date,need,name\n1,2017-03-05,shelter,Anna\n"), "/1/4=unknown-column ");
  EXPECT_EQ(faults_of("number,need\n1,shelter\n"), "/1/date=required ");
  EXPECT_EQ(faults_of("number,date,day,need\n"), "/1/date=contradicts ");
}

TEST_F(DeclarationTest, RefusesCellsThatCouldBeNames) {
  for (const auto* cell : {"Anna", "Анна", "anna1", "КОВАЛЬЧУК1", "ANNA-MARIA2", "A. 1", "Ivanova/12", "12 Anna",
                           "+375291234567", "375291234567", "a@b.c1", "no number", "аb1"})
    EXPECT_THAT(faults_of("number;date;need\n" + std::string{cell} + ";2017-03-05;shelter\n"),
                ::testing::MatchesRegex("/2/number=(name-like|formula) "))
        << cell;
}

TEST_F(DeclarationTest, TakesNumbersAsOfficesWriteThem) {
  for (const auto* cell : {"12/2017-3", "BY-7KQ2-M4XD", "7", "№12", "#12", "20170305", "7-К", "A.12_3"})
    EXPECT_EQ(faults_of("number;date;need\n" + std::string{cell} + ";2017-03-05;shelter\n"), "taken") << cell;
}

TEST_F(DeclarationTest, RefusesFormulas) {
  for (const auto* cell : {"=1+1", "@SUM(1)", "-1", "+1", "\"=HYPERLINK(1)\""})
    EXPECT_EQ(faults_of("number;date;need\n" + std::string{cell} + ";2017-03-05;shelter\n"), "/2/number=formula ")
        << cell;
}

TEST_F(DeclarationTest, NamesLineAndColumnOfEveryFault) {
  EXPECT_EQ(faults_of("number,date,need\n1,2016-12-31,shelter\n2,2017-13-01,shelter\n3,2017-01-01,soup\n"),
            "/2/date=outside-period /3/date=not-a-date /4/need=not-in-list ");
  EXPECT_EQ(faults_of("number,date,need\n1,2017-03-05\n"), "/2=malformed-csv ");
  EXPECT_EQ(faults_of("number;date;need\n1,5;2017-03-05;shelter\n"), "/1=malformed-csv ");
}

TEST_F(DeclarationTest, TakesEveryNumberThatThisProgramGives) {
  SeededRandom random{11};
  for (int i = 0; i < 500; ++i) {
    const auto number = make_reference("R", random);
    EXPECT_EQ(faults_of("number;date;need\n" + number + ";2017-03-05;shelter\n"), "taken") << number;
  }
}

TEST_F(DeclarationTest, RepeatsNothingOfARefusedCell) {
  const auto read = read_declaration("number;date;need\nCanaryova1;2017-03-05;Canaryova\n", pack, period);
  ASSERT_FALSE(read);
  for (const auto& fault : read.error().fields)
    for (const auto& [name, value] : fault.params) EXPECT_EQ(value.find("Canary"), std::string::npos);
}

TEST_F(DeclarationTest, HoldsToItsBounds) {
  std::string bytes = "date,need\n";
  for (std::size_t i = 0; i <= kMaxLines; ++i) bytes += "2017-03-05,shelter\n";
  EXPECT_EQ(faults_of(bytes), "=too-many ");
  EXPECT_THAT(faults_of("number,date,need\n" + std::string(41, '1') + ",2017-03-05,shelter\n"), "/2/number=name-like ");
}

TEST_F(DeclarationTest, TypedTotalsAreOfTheirMonthsAndNeedsOnce) {
  const auto january = *parse_month("2017-01");
  EXPECT_TRUE(find_faults({{january, "shelter", 3}}, pack, period).empty());
  EXPECT_EQ(find_faults({{january, "shelter", 3}, {january, "shelter", 4}}, pack, period).at(0).code, "contradicts");
  EXPECT_EQ(find_faults({{*parse_month("2018-01"), "shelter", 3}}, pack, period).at(0).code, "outside-period");
}

TEST(Months, AreWrittenOneWay) {
  EXPECT_EQ(to_text(*parse_month("2017-04")), "2017-04");
  for (const auto* text : {"2017-4", "2017-13", "2017", "", "2017-04-01", "17-04"})
    EXPECT_FALSE(parse_month(text)) << text;
}

}  // namespace
}  // namespace nrm::reconciliation
