#include "statement_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace nrm::storage {
namespace {

using ::testing::ElementsAre;

TEST(StatementText, parameters_are_numbered_by_first_appearance) {
  const auto numbered = number_parameters("SELECT $b, $a, $b FROM t WHERE x = '$c' -- $d\n AND y = $a_1 /* $e */");
  EXPECT_EQ(numbered.sql, "SELECT $1, $2, $1 FROM t WHERE x = '$c' -- $d\n AND y = $3 /* $e */");
  EXPECT_THAT(numbered.names, ElementsAre("b", "a", "a_1"));
}

TEST(StatementText, a_doubled_quote_stays_inside_its_string) {
  EXPECT_THAT(number_parameters("SELECT 'it''s $no', $yes").names, ElementsAre("yes"));
}

TEST(StatementText, refuses_what_has_no_end_or_no_name) {
  for (const auto* sql : {"SELECT 'open", "SELECT /* open", "SELECT \"open", "SELECT $1", "SELECT $", "SELECT $$a$$"})
    EXPECT_THROW(tokens_of(sql), std::logic_error) << sql;
}

TEST(StatementText, finds_the_table_that_is_written) {
  EXPECT_EQ(target_table("  insert\n into Session (a) values ($a)"), "session");
  EXPECT_EQ(target_table("-- why\nUPDATE job SET a = 1"), "job");
  EXPECT_EQ(target_table("DELETE FROM job WHERE id = $id"), "job");
  EXPECT_EQ(target_table("SELECT * FROM job"), "");
  EXPECT_EQ(target_table("DELETE FROM other.job"), "");
  EXPECT_EQ(target_table("INSERT"), "");
}

TEST(StatementText, statements_part_at_lines_of_two_dashes_only) {
  EXPECT_THAT(split_statements("A 1 -- note\n  --  \nB '--' 2;\n--\n\n-- only a comment\n--\r\nC"),
              ElementsAre("A 1 -- note", "B '--' 2", "C"));
}

TEST(StatementText, words_are_replaced_outside_strings) {
  EXPECT_EQ(replace_word("a blob, 'BLOB', BLOBS, \"BLOB\" BLOB", "BLOB", "BYTEA"),
            "a BYTEA, 'BLOB', BLOBS, \"BLOB\" BYTEA");
}

}  // namespace
}  // namespace nrm::storage
