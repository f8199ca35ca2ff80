#include "loader.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>

#include <fmt/format.h>

namespace nrm::pathway {

namespace {

constexpr std::uintmax_t kMaxFileBytes =
    4 * 1024 * 1024;  // a pack is edited by people; the largest real file has 70 KiB

std::string column_of(std::string_view prefix, std::string_view language) {
  std::string column{prefix};
  for (const char c : language) column.push_back(c == '-' ? '_' : static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c));
  return column;
}

}  // namespace

std::vector<std::string> split_list(std::string_view text) {
  std::vector<std::string> out;
  while (!text.empty()) {
    auto part = text.substr(0, text.find(';'));
    text.remove_prefix(std::min(part.size() + 1, text.size()));
    while (!part.empty() && part.front() == ' ') part.remove_prefix(1);
    while (!part.empty() && part.back() == ' ') part.remove_suffix(1);
    if (!part.empty()) out.emplace_back(part);
  }
  return out;
}

bool is_code(std::string_view text) {
  if (text.empty() || text.size() > 60 || text.front() == '-' || text.back() == '-') return false;
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
  });
}

void Loader::fault(std::string file, int line, std::string code, std::string message) {
  faults.push_back({std::move(file), line, std::move(code), std::move(message)});
}

std::optional<std::string> Loader::read(const std::string& file, bool required) {
  const auto path = folder / file;
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) {
    if (required) fault(file, 0, "missing-file", "this file is missing from the pack");
    return std::nullopt;
  }
  if (std::filesystem::file_size(path, error) > kMaxFileBytes) {
    fault(file, 0, "file-too-large", fmt::format("is larger than {} bytes", kMaxFileBytes));
    return std::nullopt;
  }
  std::ostringstream text;
  text << std::ifstream{path, std::ios::binary}.rdbuf();
  return text.str();
}

std::optional<TomlReader> Loader::toml(const std::string& file) {
  const auto text = read(file, true);
  return text ? TomlReader::parse(file, *text, faults) : std::nullopt;
}

std::optional<CsvTable> Loader::csv(const std::string& file, const std::vector<std::string>& required,
                                    const std::vector<std::string>& optional, bool file_required) {
  const auto text = read(file, file_required);
  if (!text) return std::nullopt;
  auto table = read_csv(file, *text);
  if (!table) {
    faults.push_back(table.error());
    return std::nullopt;
  }
  bool complete = true;
  for (const auto& column : required) {
    if (table->has_column(column)) continue;
    complete = false;
    fault(file, 1, "missing-column", fmt::format("the column \"{}\" is missing", column));
  }
  const auto known = [&](const std::vector<std::string>& all, const std::string& column) {
    return std::find(all.begin(), all.end(), column) != all.end();
  };
  for (const auto& column : table->columns)
    if (!known(required, column) && !known(optional, column))
      fault(file, 1, "unknown-column", fmt::format("the column \"{}\" is not one of this file", column));
  if (!complete) return std::nullopt;
  return std::move(*table);
}

std::vector<std::string> Loader::all_languages() const {
  auto all = pack.languages;
  all.insert(all.end(), pack.other_languages.begin(), pack.other_languages.end());
  return all;
}

std::vector<std::string> Loader::label_columns(std::string_view prefix) const {
  std::vector<std::string> columns;
  for (const auto& language : all_languages()) columns.push_back(column_of(prefix, language));
  return columns;
}

Labels Loader::labels(const CsvTable& table, const CsvRow& row, std::string_view prefix, bool complete) {
  Labels out;
  for (const auto& language : all_languages())
    if (const auto& text = table.cell(row, column_of(prefix, language)); !text.empty()) out.emplace(language, text);
  if (!complete) return out;
  for (const auto& language : pack.languages)
    if (!out.contains(language))
      fault(table.file, row.line, "missing-string", fmt::format("there is no text in \"{}\"", language));
  return out;
}

Origin Loader::origin(const CsvTable& table, const CsvRow& row) {
  Origin out{table.cell(row, "source"), table.cell(row, "verified"), table.file, row.line};
  if (out.source.empty()) fault(table.file, row.line, "missing-source", "the row does not say where it was read");
  if (!is_verified_word(out.verified))
    fault(table.file, row.line, "bad-verified", "\"verified\" begins with yes, no, part or second-hand");
  return out;
}

std::optional<Date> Loader::date(const CsvTable& table, const CsvRow& row, std::string_view column, bool required) {
  const auto& text = table.cell(row, column);
  if (text.empty() && !required) return std::nullopt;
  auto date = parse_iso_date(text);
  if (!date)
    fault(table.file, row.line, "bad-date",
          fmt::format("\"{}\" in \"{}\" is not a date such as 2018-02-15", text, column));
  return date;
}

std::string Loader::code(const CsvTable& table, const CsvRow& row, std::string_view column) {
  const auto& text = table.cell(row, column);
  if (!is_code(text))
    fault(table.file, row.line, "bad-code",
          fmt::format("\"{}\" in \"{}\" is not a code of letters, digits and hyphens", text, column));
  return text;
}

std::string Loader::listed(const CsvTable& table, const CsvRow& row, std::string_view column, std::string_view list) {
  const auto& text = table.cell(row, column);
  if (!pack.has_code(list, text))
    fault(table.file, row.line, "unknown-code",
          fmt::format("\"{}\" in \"{}\" is not in the list \"{}\"", text, column, list));
  return text;
}

std::set<std::string> Loader::listed_set(const CsvTable& table, const CsvRow& row, std::string_view column,
                                         std::string_view list) {
  std::set<std::string> out;
  for (const auto& text : split_list(table.cell(row, column))) {
    if (!pack.has_code(list, text))
      fault(table.file, row.line, "unknown-code",
            fmt::format("\"{}\" in \"{}\" is not in the list \"{}\"", text, column, list));
    out.insert(text);
  }
  return out;
}

std::string Loader::region(const CsvTable& table, const CsvRow& row, std::string_view column) {
  const auto& text = table.cell(row, column);
  const bool known =
      text.empty() || std::find(pack.countries.begin(), pack.countries.end(), text) != pack.countries.end() ||
      std::any_of(pack.regions.begin(), pack.regions.end(), [&](const Region& region) { return region.code == text; });
  if (!known) fault(table.file, row.line, "unknown-region", fmt::format("\"{}\" is not a region of this pack", text));
  return text;
}

void Loader::once(std::set<std::string>& seen, const std::string& key, const CsvTable& table, const CsvRow& row) {
  if (!seen.insert(key).second)
    fault(table.file, row.line, "duplicate-code", fmt::format("\"{}\" stands here a second time", key));
}

}  // namespace nrm::pathway
