#include "nrm/htcds/csv.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace nrm::htcds {
namespace {

std::vector<std::vector<std::string>> cells_of(std::string_view text) {
  const auto rows = parse_csv(text);
  std::vector<std::vector<std::string>> out;
  if (!rows) return {{"fault", rows.error().code}};
  for (const auto& row : *rows) out.push_back(row.cells);
  return out;
}
using Cells = std::vector<std::vector<std::string>>;

TEST(Csv, reads_every_way_a_line_may_end) {
  const Cells expected{{"a", "b"}, {"1", ""}};
  EXPECT_EQ(cells_of("a,b\n1,\n"), expected);
  EXPECT_EQ(cells_of("a,b\r\n1,\r\n"), expected);
  EXPECT_EQ(cells_of("a,b\r1,\r"), expected);
  EXPECT_EQ(cells_of("\xEF\xBB\xBF"
                     "a,b\n1,"),
            expected);
}

TEST(Csv, reads_quotes_and_lines_within_them) {
  EXPECT_EQ(cells_of("\"a \"\"b\"\"\",\"x\r\ny\"\n"), (Cells{{"a \"b\"", "x\r\ny"}}));
  const auto rows = parse_csv("h\n\"two\nlines\"\nnext\n");
  ASSERT_TRUE(rows);
  EXPECT_EQ((*rows)[2].line, 4);
}

TEST(Csv, takes_the_separator_of_the_machine_it_was_saved_on) {
  EXPECT_EQ(cells_of("a;b\n1;2,5\n"), (Cells{{"a", "b"}, {"1", "2,5"}}));
  EXPECT_EQ(cells_of("a\tb\n1\t2\n"), (Cells{{"a", "b"}, {"1", "2"}}));
  EXPECT_EQ(cells_of("a,b\nX;Y,2\n"), (Cells{{"a", "b"}, {"X;Y", "2"}}));
}

TEST(Csv, a_bad_row_does_not_spoil_the_next) {
  const auto rows = parse_csv("a,b\nx\"y,2\n3,4\n");
  ASSERT_TRUE(rows);
  EXPECT_EQ((*rows)[1].fault, "stray-quote");
  EXPECT_EQ((*rows)[2].cells, (std::vector<std::string>{"3", "4"}));
}

TEST(Csv, a_file_that_is_no_table_is_refused_whole) {
  EXPECT_EQ(parse_csv("a\n\"open").error().code, "unclosed-quote");
  EXPECT_EQ(parse_csv("\xFF\xFE"
                      "a")
                .error()
                .code,
            "not-utf8");
  EXPECT_EQ(parse_csv(std::string(kMaxBytes + 1, 'a')).error().code, "too-large");
  std::string many = "h\n";
  for (std::size_t i = 0; i < kMaxRows + 2; ++i) many += "x\n";
  EXPECT_EQ(parse_csv(many).error().code, "too-many-rows");
}

RC_GTEST_PROP(Csv, what_is_written_is_read_back, (std::vector<std::string> first, std::vector<std::string> second)) {
  for (auto* row : {&first, &second}) row->insert(row->begin(), "id");
  std::string text;
  append_csv_row(text, first);
  append_csv_row(text, second);
  RC_ASSERT(cells_of(text) == (Cells{first, second}));
}

}  // namespace
}  // namespace nrm::htcds
