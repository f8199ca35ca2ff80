// Comma separated values, strictly: UTF-8, one header line, every row as wide as the header, quotes doubled inside
// quotes (RFC 4180), LF or CRLF. Rows remember the line they began on, so that a fault can name it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "nrm/pathway/fault.hpp"

namespace nrm::pathway {

struct CsvRow {
  int line = 0;
  std::vector<std::string> cells;
};

struct CsvTable {
  std::string file;
  std::vector<std::string> columns;
  std::vector<CsvRow> rows;
  // The cell of that column; empty where the table has no such column.
  const std::string& cell(const CsvRow& row, std::string_view column) const;
  bool has_column(std::string_view column) const;
};

// `file` is only for the faults. Limits: 50,000 rows, 100 columns, 20,000 bytes a cell.
tl::expected<CsvTable, PackFault> read_csv(std::string file, std::string_view text);

}  // namespace nrm::pathway
