// The reader of comma separated values: whatever comes in, a table as wide as its header or one fault.
#include <cstdint>
#include <cstdlib>

#include "nrm/pathway/csv.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto table = nrm::pathway::read_csv("fuzz.csv", {reinterpret_cast<const char*>(data), size});
  if (!table) return table.error().line < 1 ? (std::abort(), 0) : 0;
  for (const auto& row : table->rows)
    if (row.cells.size() != table->columns.size()) std::abort();
  return 0;
}
