// Comma separated values after RFC 4180, as people's programs really write them: LF, CRLF or CR, a byte order mark, a
// semicolon or tab where the machine's language asks for it. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

namespace nrm::htcds {

inline constexpr std::size_t kMaxBytes = 10UL << 20U;  // 10,000 full rows; more comes in several files
inline constexpr std::size_t kMaxRows = 10'000;        // each row is an act of its own
inline constexpr std::size_t kMaxColumns = 200;        // the standard has 84

struct CsvRow {
  int line = 0;  // where it begins, from 1
  std::vector<std::string> cells;
  std::string fault;  // "stray-quote", "too-many-columns"; empty where the row is well formed
};

struct CsvFault {
  int line = 0;
  std::string code;  // "too-large", "too-many-rows", "unclosed-quote", "not-utf8"
};

// Cells are kept byte for byte. A row of one empty cell is an empty line and is left out.
tl::expected<std::vector<CsvRow>, CsvFault> parse_csv(std::string_view text);

// CRLF, quotes only where needed: what parse_csv reads back to the same cells, where the first row holds a comma or
// neither semicolon nor tab.
void append_csv_row(std::string& out, const std::vector<std::string>& cells);

}  // namespace nrm::htcds
