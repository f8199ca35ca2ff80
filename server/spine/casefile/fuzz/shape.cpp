#include "nrm/casefile/shape.hpp"

// A value that a structured field takes is JSON, holds no more than its limit, and says the same when asked again.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  if (size == 0) return 0;
  const auto& all = nrm::casefile::fields();
  const auto& field = all[data[0] % all.size()];
  const std::string_view value{reinterpret_cast<const char*>(data + 1), size - 1};
  const auto today = *nrm::parse_iso_date("2018-04-25");
  const auto fault = nrm::casefile::find_value_fault(field, value, "/v", today);
  if (fault) {
    if (!fault->pointer.starts_with("/v")) __builtin_trap();
    return 0;
  }
  const bool structured = field.kind.starts_with("json:") || field.kind.starts_with("codes:");
  if (structured && !nrm::casefile::is_structured_text(field, value)) __builtin_trap();
  return 0;
}
