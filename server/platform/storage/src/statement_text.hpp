// What this module must know of a statement's text: its parameters, its first word, the table it writes. Strings,
// quoted names and comments are stepped over. Pure functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace nrm::storage {

struct Token {
  enum class Type { word, parameter, other };
  Type type = Type::other;
  std::string_view text;  // a parameter's without the dollar sign; what stands between tokens belongs to none
};

// Throws std::logic_error on an unclosed string or comment, or a dollar sign without a name.
std::vector<Token> tokens_of(std::string_view sql);

enum class StatementKind { select, insert, update, remove, with, control, other };
// By the first word alone: it is asked at each call, and the database judges the rest.
StatementKind kind_of(std::string_view sql);

// The table of INSERT INTO, UPDATE or DELETE FROM in lower case; empty for any other statement.
std::string target_table(std::string_view sql);

struct NumberedStatement {
  std::string sql;                 // $name rewritten to $1, $2, … by first appearance
  std::vector<std::string> names;  // names[0] is $1
};
NumberedStatement number_parameters(std::string_view sql);

// A migration's text into statements: parted by lines that hold only "--".
std::vector<std::string> split_statements(std::string_view sql);

// Replaces each word `from` (any case) outside strings and comments.
std::string replace_word(std::string_view sql, std::string_view from, std::string_view to);

bool same_word(std::string_view a, std::string_view b);

}  // namespace nrm::storage
