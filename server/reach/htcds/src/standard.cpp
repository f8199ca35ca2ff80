#include "nrm/htcds/standard.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include <fmt/format.h>

#include "nrm/htcds/csv.hpp"

namespace nrm::htcds {
namespace {

constexpr std::string_view kSpaces = " \t\r\n\v\f";

// Keys as IOM's own XLSForm, XForm and Excel templates misspell them.
constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kMisspelt{{
    {"prs_First_Name", "prs_FirstName"},
    {"prs_Second_Name", "prs_SecondName"},
    {"vic_Methods_of_Control", "vic_MethodsOfControl"},
    {"vic_TraffickinStatusDecisionMakingOrg", "vic_TraffickingStatusDecisionMakingOrg"},
}};

std::vector<CsvRow> read_table(const std::filesystem::path& file, std::size_t columns) {
  std::ifstream stream{file, std::ios::binary};
  if (!stream) throw std::runtime_error(fmt::format("{}: cannot be read", file.string()));
  const std::string text{std::istreambuf_iterator<char>{stream}, {}};
  auto rows = parse_csv(text);
  if (!rows) throw std::runtime_error(fmt::format("{}:{}: {}", file.string(), rows.error().line, rows.error().code));
  for (const auto& row : *rows)
    if (row.cells.size() < columns || !row.fault.empty())
      throw std::runtime_error(fmt::format("{}:{}: not a row of {} cells", file.string(), row.line, columns));
  if (rows->size() < 2) throw std::runtime_error(fmt::format("{}: no rows", file.string()));
  rows->erase(rows->begin());
  return std::move(*rows);
}

// One row of the standard has prefix and name and no key: per_Organisation.
std::string key_of(const CsvRow& row) {
  return row.cells[6].empty() ? row.cells[3] + row.cells[4] : row.cells[6];
}

}  // namespace

std::string_view trim(std::string_view text) {
  const auto first = text.find_first_not_of(kSpaces);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpaces) - first + 1);
}

std::string fold(std::string_view text) {
  std::string out;
  for (const char byte : trim(text)) {
    const bool space = kSpaces.find(byte) != std::string_view::npos;
    if (space && out.ends_with(' ')) continue;
    out += space ? ' ' : byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte - 'A' + 'a') : byte;
  }
  return out;
}

Standard Standard::load(const std::filesystem::path& folder) {
  Standard out;
  for (auto& row : read_table(folder / "htcds-2.0-fields.csv", 7))
    out.fields_.push_back({key_of(row), row.cells[5], row.cells[1] == "DEPRECATED"});
  for (auto& row : read_table(folder / "htcds-2.0-values.csv", 4)) {
    auto& list = out.lists_[row.cells[0]];
    list.emplace(fold(row.cells[2]), row.cells[2]);
    list.emplace(fold(row.cells[3]), row.cells[2]);
  }
  return out;
}

const StandardField* Standard::find_key(std::string_view key) const {
  key = trim(key);
  for (const auto& [wrong, right] : kMisspelt)
    if (key == wrong) key = right;
  const auto found = std::ranges::find(fields_, key, &StandardField::key);
  return found == fields_.end() ? nullptr : &*found;
}

const StandardField* Standard::find_label(std::string_view label) const {
  const StandardField* out = nullptr;
  for (const auto& field : fields_) {
    if (!has_label(label, field)) continue;
    if (out != nullptr) return nullptr;
    out = &field;
  }
  return out;
}

bool Standard::has_label(std::string_view label, const StandardField& field) const {
  return !trim(label).empty() && fold(label) == fold(field.label);
}

std::optional<std::string> Standard::find_value(std::string_view key, std::string_view value_or_label) const {
  const auto list = lists_.find(key);
  if (list == lists_.end()) return std::nullopt;
  const auto found = list->second.find(fold(value_or_label));
  return found == list->second.end() ? std::nullopt : std::optional{found->second};
}

}  // namespace nrm::htcds
