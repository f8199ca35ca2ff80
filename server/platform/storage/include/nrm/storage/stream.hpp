// Reading a table row by row: what is held in memory is one row, however long the table is.
#pragma once

#include <functional>
#include <string_view>

#include "nrm/storage/database.hpp"

namespace nrm::storage {

// Calls `on_row` for each row of a statement without parameters, within the reader's snapshot. Nothing else may be
// asked of the reader until it returns.
void each_row(Reader& reader, std::string_view sql, const std::function<void(const Row&)>& on_row);

}  // namespace nrm::storage
