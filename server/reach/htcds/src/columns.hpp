// What each column of a file is. Pure.
#pragma once

#include "nrm/htcds/csv.hpp"
#include "nrm/htcds/htcds.hpp"

namespace nrm::htcds {

struct Column {
  std::size_t position = 0;
  const StandardField* key = nullptr;
};
struct Columns {
  std::vector<Column> keys;
  std::optional<std::size_t> own_id;
  std::string own_id_name;
  std::size_t width = 0;
  std::size_t header_rows = 1;  // 2 where a row of labels follows
};
// Refuses a file with a column that cannot be placed (its cells would be lost), one placed twice, or rows of keys and
// labels that contradict each other, unless told which counts.
Result<Columns> find_columns(const Standard& standard, const std::vector<CsvRow>& rows, Trust trust);

}  // namespace nrm::htcds
