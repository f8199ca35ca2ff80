#include "nrm/htcds/csv.hpp"

// What is read is written and read again to the same cells.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const auto rows = nrm::htcds::parse_csv({reinterpret_cast<const char*>(data), size});
  if (!rows) return 0;
  std::string text = "a,b\r\n";
  for (const auto& row : *rows)
    if (row.fault.empty()) nrm::htcds::append_csv_row(text, row.cells);
  const auto again = nrm::htcds::parse_csv(text);
  if (!again) return text.size() > nrm::htcds::kMaxBytes ? 0 : (__builtin_trap(), 0);
  std::size_t at = 1;
  for (const auto& row : *rows) {
    if (!row.fault.empty()) continue;
    if (at >= again->size() || (*again)[at++].cells != row.cells) __builtin_trap();
  }
  return 0;
}
