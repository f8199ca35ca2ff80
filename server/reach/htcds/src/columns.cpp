#include "columns.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace nrm::htcds {
namespace {

constexpr std::array<std::string_view, 4> kOwnIds{"case_Id", "cas_Id", "vic_Id", "row_Id"};

std::string_view cell_of(const CsvRow& row, std::size_t position) {
  return position < row.cells.size() ? trim(row.cells[position]) : std::string_view{};
}

bool is_own_id(std::string_view name) {
  return std::ranges::find(kOwnIds, name) != kOwnIds.end();
}

bool names_a_label(const Standard& standard, std::string_view text) {
  return std::ranges::any_of(standard.fields(), [&](const auto& field) { return standard.has_label(text, field); });
}

// Most of its cells are labels of the standard: no person is called "First Name" and lives in "Mailing City".
bool is_label_row(const Standard& standard, const CsvRow& row) {
  std::size_t labels = 0;
  std::size_t filled = 0;
  for (const auto& cell : row.cells) {
    if (trim(cell).empty()) continue;
    ++filled;
    if (names_a_label(standard, cell)) ++labels;
  }
  return labels >= 2 && labels * 2 > filled;
}

bool is_empty_column(const std::vector<CsvRow>& rows, std::size_t position) {
  return std::ranges::all_of(rows, [&](const CsvRow& row) { return cell_of(row, position).empty(); });
}

struct Heading {
  std::string_view key;
  std::string_view label;  // empty where there is no second row
};

bool disagree(const Standard& standard, const Heading& heading) {
  const auto* field = standard.find_key(heading.key);
  return field != nullptr && names_a_label(standard, heading.label) && !standard.has_label(heading.label, *field);
}

const StandardField* place(const Standard& standard, const Heading& heading, Trust trust) {
  if (trust == Trust::labels && disagree(standard, heading)) return standard.find_label(heading.label);
  if (const auto* field = standard.find_key(heading.key)) return field;
  if (const auto* field = standard.find_label(heading.key)) return field;
  return heading.key.empty() ? standard.find_label(heading.label) : nullptr;
}

FieldProblem problem_of(std::size_t position, const Heading& heading, std::string code) {
  const auto name = heading.key.empty() ? fmt::format("#{}", position + 1) : std::string{heading.key};
  return {fmt::format("column:{}", name), std::move(code), {}};
}

}  // namespace

Result<Columns> find_columns(const Standard& standard, const std::vector<CsvRow>& rows, Trust trust) {
  if (rows.empty()) return fail(problems::kUnreadableFile, {{"line:1", "required", {}}});
  Columns out;
  out.width = rows[0].cells.size();
  out.header_rows = rows.size() > 1 && is_label_row(standard, rows[1]) ? 2 : 1;
  std::vector<FieldProblem> unknown;
  std::vector<FieldProblem> disagreeing;
  for (std::size_t i = 0; i < out.width; ++i) {
    const Heading heading{cell_of(rows[0], i), out.header_rows == 2 ? cell_of(rows[1], i) : std::string_view{}};
    if (is_own_id(heading.key) && !out.own_id) {
      out.own_id = i;
      out.own_id_name = heading.key;
      continue;
    }
    if (trust == Trust::ask && disagree(standard, heading))
      disagreeing.push_back(problem_of(i, heading, "contradicts"));
    const auto* field = place(standard, heading, trust);
    const bool twice = field != nullptr && std::ranges::find(out.keys, field, &Column::key) != out.keys.end();
    if (twice) unknown.push_back(problem_of(i, heading, "contradicts"));
    if (field != nullptr && !twice) out.keys.push_back({i, field});
    if (field == nullptr && !is_empty_column(rows, i)) unknown.push_back(problem_of(i, heading, "unknown"));
  }
  if (!disagreeing.empty()) return fail(problems::kHeadersDisagree, std::move(disagreeing));
  if (!unknown.empty()) return fail(problems::kUnknownColumns, std::move(unknown));
  if (out.keys.empty()) return fail(problems::kUnknownColumns, {{"line:1", "required", {}}});
  return out;
}

}  // namespace nrm::htcds
