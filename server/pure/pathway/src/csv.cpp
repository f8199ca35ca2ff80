#include "nrm/pathway/csv.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "nrm/kernel/text.hpp"

namespace nrm::pathway {
namespace {

constexpr std::size_t kMaxRows = 50'000;  // a country's villages
constexpr std::size_t kMaxColumns = 100;
constexpr std::size_t kMaxCellBytes = 20'000;

class Reader {
 public:
  Reader(std::string file, std::string_view text) : text_{text} { table_.file = std::move(file); }

  tl::expected<CsvTable, PackFault> read() {
    if (!is_valid_utf8(text_) || text_.find('\0') != std::string_view::npos) {
      return tl::unexpected(fault(find_bad_line(), "is not UTF-8 text"));
    }
    while (at_ < text_.size()) {
      CsvRow row{line_, {}};
      if (auto bad = read_row(row)) return tl::unexpected(*bad);
      if (auto bad = keep(std::move(row))) return tl::unexpected(*bad);
    }
    if (table_.columns.empty()) return tl::unexpected(fault(1, "has no header line"));
    return std::move(table_);
  }

 private:
  PackFault fault(int line, std::string message) const {
    return {table_.file, line, "malformed-csv", std::move(message)};
  }

  int find_bad_line() const {
    int line = 1;
    for (std::size_t from = 0; from <= text_.size(); ++line) {
      const auto end = std::min(text_.find('\n', from), text_.size());
      const auto part = text_.substr(from, end - from);
      if (!is_valid_utf8(part) || part.find('\0') != std::string_view::npos) return line;
      from = end + 1;
    }
    return 1;
  }

  std::optional<PackFault> read_row(CsvRow& row) {
    for (bool more = true; more;) {
      std::string cell;
      if (auto bad = at_ < text_.size() && text_[at_] == '"' ? read_quoted(cell) : read_plain(cell)) return bad;
      if (cell.size() > kMaxCellBytes)
        return fault(line_, fmt::format("a cell is longer than {} bytes", kMaxCellBytes));
      row.cells.push_back(std::move(cell));
      if (row.cells.size() > kMaxColumns) return fault(row.line, fmt::format("has more than {} columns", kMaxColumns));
      more = at_ < text_.size() && text_[at_] == ',';
      if (more) ++at_;
    }
    return end_row();
  }

  std::optional<PackFault> end_row() {
    if (at_ < text_.size() && text_[at_] == '\r') ++at_;
    if (at_ == text_.size()) return std::nullopt;
    if (text_[at_] != '\n') return fault(line_, "there is text after a closing quote");
    ++at_;
    ++line_;
    return std::nullopt;
  }

  std::optional<PackFault> read_plain(std::string& cell) {
    while (at_ < text_.size() && text_[at_] != ',' && text_[at_] != '\n' && text_[at_] != '\r') {
      if (text_[at_] == '"') return fault(line_, "a quote stands inside a cell that does not begin with one");
      cell.push_back(text_[at_++]);
    }
    return std::nullopt;
  }

  std::optional<PackFault> read_quoted(std::string& cell) {
    const int began = line_;
    for (++at_; at_ < text_.size(); ++at_) {
      if (text_[at_] == '\n') ++line_;
      if (text_[at_] == '"') {
        ++at_;
        if (at_ >= text_.size() || text_[at_] != '"') return std::nullopt;
      }
      cell.push_back(text_[at_]);
    }
    return fault(began, "a quote is opened and never closed");
  }

  std::optional<PackFault> keep(CsvRow row) {
    if (table_.columns.empty()) {
      table_.columns = std::move(row.cells);
      auto sorted = table_.columns;
      std::sort(sorted.begin(), sorted.end());
      if (std::adjacent_find(sorted.begin(), sorted.end()) != sorted.end()) return fault(1, "names a column twice");
      return std::nullopt;
    }
    if (row.cells.size() != table_.columns.size()) {
      return fault(row.line,
                   fmt::format("has {} cells where the header has {}", row.cells.size(), table_.columns.size()));
    }
    if (table_.rows.size() == kMaxRows) return fault(row.line, fmt::format("has more than {} rows", kMaxRows));
    table_.rows.push_back(std::move(row));
    return std::nullopt;
  }

  CsvTable table_;
  std::string_view text_;
  std::size_t at_ = 0;
  int line_ = 1;
};

}  // namespace

const std::string& CsvTable::cell(const CsvRow& row, std::string_view column) const {
  static const std::string none;
  const auto found = std::find(columns.begin(), columns.end(), column);
  return found == columns.end() ? none : row.cells[static_cast<std::size_t>(found - columns.begin())];
}

bool CsvTable::has_column(std::string_view column) const {
  return std::find(columns.begin(), columns.end(), column) != columns.end();
}

tl::expected<CsvTable, PackFault> read_csv(std::string file, std::string_view text) {
  return Reader{std::move(file), text}.read();
}

}  // namespace nrm::pathway
