#include "statement_text.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <stdexcept>
#include <utility>

namespace nrm::storage {
namespace {

bool starts_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
bool continues_name(char c) {
  return starts_name(c) || (c >= '0' && c <= '9');
}
char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string lower_case(std::string_view text) {
  std::string out{text};
  std::transform(out.begin(), out.end(), out.begin(), lower);
  return out;
}

std::size_t end_after(std::string_view sql, std::size_t from, std::string_view closing) {
  const auto at = sql.find(closing, from);
  if (at == std::string_view::npos) throw std::logic_error{"SQL: a string, quoted name or comment has no end"};
  return at + closing.size();
}

// The end of what begins at `at` and is no part of the statement's own words; `at` itself where nothing does.
std::size_t skip_quoted(std::string_view sql, std::size_t at) {
  const char c = sql[at];
  // A doubled quote inside reads as two strings side by side, which ends at the same place.
  if (c == '\'' || c == '"') return end_after(sql, at + 1, std::string_view{&c, 1});
  if (sql.substr(at, 2) == "/*") return end_after(sql, at + 2, "*/");
  if (sql.substr(at, 2) == "--") return std::min(sql.find('\n', at), sql.size());
  return at;
}

std::size_t end_of_name(std::string_view sql, std::size_t at) {
  while (at < sql.size() && continues_name(sql[at])) ++at;
  return at;
}

std::string_view trimmed(std::string_view text) {
  const auto from = text.find_first_not_of(" \t\r\n");
  if (from == std::string_view::npos) return {};
  return text.substr(from, text.find_last_not_of(" \t\r\n") - from + 1);
}

// The next token from `at` on, which moves behind it; none at the end.
std::optional<Token> next_token(std::string_view sql, std::size_t& at) {
  while (at < sql.size()) {
    const auto from = at;
    if (const auto after = skip_quoted(sql, from); after != from) {
      at = after;
      if (sql[from] == '"') return Token{Token::Type::other, sql.substr(from, after - from)};
    } else if (sql[from] == '$') {
      at = end_of_name(sql, from + 1);
      if (at == from + 1 || !starts_name(sql[from + 1])) throw std::logic_error{"SQL: a dollar sign without a name"};
      return Token{Token::Type::parameter, sql.substr(from + 1, at - from - 1)};
    } else if (continues_name(sql[from])) {
      at = end_of_name(sql, from);
      return Token{Token::Type::word, sql.substr(from, at - from)};
    } else {
      ++at;
      if (std::string_view{" \t\r\n"}.find(sql[from]) == std::string_view::npos)
        return Token{Token::Type::other, sql.substr(from, 1)};
    }
  }
  return std::nullopt;
}

}  // namespace

std::vector<Token> tokens_of(std::string_view sql) {
  std::vector<Token> out;
  std::size_t at = 0;
  while (const auto token = next_token(sql, at)) out.push_back(*token);
  return out;
}

bool same_word(std::string_view a, std::string_view b) {
  return a.size() == b.size() &&
         std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return lower(x) == lower(y); });
}

StatementKind kind_of(std::string_view sql) {
  static constexpr std::array<std::pair<std::string_view, StatementKind>, 20> kWords{{
      {"select", StatementKind::select},   {"insert", StatementKind::insert},    {"update", StatementKind::update},
      {"delete", StatementKind::remove},   {"with", StatementKind::with},        {"begin", StatementKind::control},
      {"start", StatementKind::control},   {"commit", StatementKind::control},   {"end", StatementKind::control},
      {"abort", StatementKind::control},   {"rollback", StatementKind::control}, {"savepoint", StatementKind::control},
      {"release", StatementKind::control}, {"pragma", StatementKind::control},   {"attach", StatementKind::control},
      {"detach", StatementKind::control},  {"vacuum", StatementKind::control},   {"set", StatementKind::control},
      {"prepare", StatementKind::control}, {"copy", StatementKind::control},
  }};
  std::size_t at = 0;
  const auto first = next_token(sql, at);
  if (!first) throw std::logic_error{"SQL: empty statement"};
  for (const auto& [word, kind] : kWords)
    if (same_word(first->text, word)) return kind;
  return StatementKind::other;
}

std::string target_table(std::string_view sql) {
  const auto tokens = tokens_of(sql);
  const auto kind = kind_of(sql);
  const bool bare = kind == StatementKind::update;
  const bool two_words = kind == StatementKind::insert || kind == StatementKind::remove;
  if (!bare && !two_words) return {};
  const std::size_t at = bare ? 1 : 2;
  if (tokens.size() <= at || tokens[at].type != Token::Type::word) return {};
  if (two_words && !same_word(tokens[1].text, kind == StatementKind::insert ? "into" : "from")) return {};
  // A name with a schema before it could reach past the list.
  if (tokens.size() > at + 1 && tokens[at + 1].text == ".") return {};
  return lower_case(tokens[at].text);
}

NumberedStatement number_parameters(std::string_view sql) {
  NumberedStatement out;
  const char* copied = sql.data();
  for (const auto& token : tokens_of(sql)) {
    if (token.type != Token::Type::parameter) continue;
    auto found = std::find(out.names.begin(), out.names.end(), token.text);
    if (found == out.names.end()) found = out.names.insert(out.names.end(), std::string{token.text});
    out.sql.append(copied, token.text.data());
    out.sql += std::to_string(found - out.names.begin() + 1);
    copied = token.text.data() + token.text.size();
  }
  out.sql.append(copied, sql.data() + sql.size());
  return out;
}

std::vector<std::string> split_statements(std::string_view sql) {
  std::vector<std::string> out(1);
  while (!sql.empty()) {
    const auto end = std::min(sql.find('\n'), sql.size());
    const auto line = sql.substr(0, end);
    if (trimmed(line) == "--") {
      out.emplace_back();
    } else {
      out.back().append(line).append("\n");
    }
    sql.remove_prefix(std::min(end + 1, sql.size()));
  }
  std::vector<std::string> kept;
  for (const auto& statement : out) {
    auto text = trimmed(statement);
    if (!text.empty() && text.back() == ';') text = trimmed(text.substr(0, text.size() - 1));
    if (!text.empty() && !tokens_of(text).empty()) kept.emplace_back(text);
  }
  return kept;
}

std::string replace_word(std::string_view sql, std::string_view from, std::string_view to) {
  std::string out;
  const char* copied = sql.data();
  for (const auto& token : tokens_of(sql)) {
    if (token.type != Token::Type::word || !same_word(token.text, from)) continue;
    out.append(copied, token.text.data()).append(to);
    copied = token.text.data() + token.text.size();
  }
  return out.append(copied, sql.data() + sql.size());
}

}  // namespace nrm::storage
