#include "nrm/htcds/csv.hpp"

#include <algorithm>

namespace nrm::htcds {
namespace {

constexpr std::string_view kMark = "\xEF\xBB\xBF";

std::string_view without_mark(std::string_view text) {
  return text.substr(0, kMark.size()) == kMark ? text.substr(kMark.size()) : text;
}

bool is_utf16(std::string_view text) {
  const auto start = text.substr(0, 2);
  return start == "\xFF\xFE" || start == "\xFE\xFF";
}

// The first line's own separator: a comma wherever there is one.
char separator_of(std::string_view text) {
  const auto line = text.substr(0, text.find_first_of("\r\n"));
  if (line.find(',') != std::string_view::npos) return ',';
  if (line.find(';') != std::string_view::npos) return ';';
  return line.find('\t') != std::string_view::npos ? '\t' : ',';
}

class Parser {
 public:
  explicit Parser(std::string_view text) : text_{text}, separator_{separator_of(text)} {}

  tl::expected<std::vector<CsvRow>, CsvFault> run() {
    while (at_ < text_.size()) {
      CsvRow row{line_, {}, {}};
      if (!read_row(row)) return tl::unexpected(CsvFault{row.line, "unclosed-quote"});
      const bool empty_line = row.cells.size() == 1 && row.cells[0].empty() && !quoted_;
      if (!empty_line) rows_.push_back(std::move(row));
      // The header and, in some files, a second line of labels do not count.
      if (rows_.size() > kMaxRows + 2) return tl::unexpected(CsvFault{line_, "too-many-rows"});
    }
    return std::move(rows_);
  }

 private:
  bool read_row(CsvRow& row) {
    quoted_ = false;
    for (;;) {
      std::string cell;
      if (!read_cell(cell, row)) return false;
      if (row.cells.size() < kMaxColumns)
        row.cells.push_back(std::move(cell));
      else
        row.fault = "too-many-columns";
      if (at_ < text_.size() && text_[at_] == separator_) {
        ++at_;
        continue;
      }
      end_line();
      return true;
    }
  }

  bool read_cell(std::string& cell, CsvRow& row) {
    if (at_ >= text_.size() || text_[at_] != '"') {
      read_plain(cell, row);
      return true;
    }
    quoted_ = true;
    if (!read_quoted(cell)) return false;
    if (!at_end_of_cell()) {
      row.fault = "stray-quote";
      read_plain(cell, row);
    }
    return true;
  }

  void read_plain(std::string& cell, CsvRow& row) {
    const auto start = at_;
    while (!at_end_of_cell()) ++at_;
    const auto plain = text_.substr(start, at_ - start);
    if (plain.find('"') != std::string_view::npos) row.fault = "stray-quote";
    cell += plain;
  }

  bool read_quoted(std::string& cell) {
    for (++at_; at_ < text_.size(); ++at_) {
      if (text_[at_] == '\n') ++line_;
      if (text_[at_] != '"') {
        cell += text_[at_];
        continue;
      }
      if (at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
        cell += '"';
        ++at_;
        continue;
      }
      ++at_;
      return true;
    }
    return false;
  }

  bool at_end_of_cell() const {
    return at_ >= text_.size() || text_[at_] == separator_ || text_[at_] == '\r' || text_[at_] == '\n';
  }

  void end_line() {
    if (at_ < text_.size() && text_[at_] == '\r') ++at_;
    if (at_ < text_.size() && text_[at_] == '\n') ++at_;
    ++line_;
  }

  std::string_view text_;
  char separator_;
  std::size_t at_ = 0;
  int line_ = 1;
  bool quoted_ = false;  // some cell of this row was
  std::vector<CsvRow> rows_;
};

bool needs_quotes(std::string_view cell) {
  return cell.find_first_of(",\"\r\n") != std::string_view::npos || cell.substr(0, kMark.size()) == kMark;
}

void append_cell(std::string& out, std::string_view cell) {
  if (!needs_quotes(cell)) {
    out += cell;
    return;
  }
  out += '"';
  for (const char byte : cell) {
    if (byte == '"') out += '"';
    out += byte;
  }
  out += '"';
}

}  // namespace

tl::expected<std::vector<CsvRow>, CsvFault> parse_csv(std::string_view text) {
  if (text.size() > kMaxBytes) return tl::unexpected(CsvFault{1, "too-large"});
  if (is_utf16(text)) return tl::unexpected(CsvFault{1, "not-utf8"});
  return Parser{without_mark(text)}.run();
}

void append_csv_row(std::string& out, const std::vector<std::string>& cells) {
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) out += ',';
    append_cell(out, cells[i]);
  }
  // A row of one empty cell would read back as an empty line.
  if (cells.size() == 1 && cells[0].empty()) out += "\"\"";
  out += "\r\n";
}

}  // namespace nrm::htcds
