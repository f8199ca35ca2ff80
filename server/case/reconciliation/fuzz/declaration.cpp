// Any bytes as a body's list: taken, or refused by line, and what was taken holds to its bounds.
#include <filesystem>

#include "nrm/reconciliation/declaration.hpp"

namespace {

nrm::pathway::Pack small_pack() {
  nrm::pathway::Pack pack;
  nrm::pathway::CodeList services;
  services.name = "service";
  for (const auto* code : {"shelter", "legal-aid"}) {
    services.codes.emplace_back();
    services.codes.back().code = code;
    services.codes.back().labels = {{"en", code}};
  }
  pack.code_lists.push_back(std::move(services));
  return pack;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace nrm::reconciliation;
  static const auto pack = small_pack();
  const Months period{*parse_month("2017-01"), *parse_month("2017-12")};
  const auto read = read_declaration({reinterpret_cast<const char*>(data), size}, pack, period);
  if (!read) {
    if (read.error().fields.empty() || read.error().fields.size() > 50) __builtin_trap();
    return 0;
  }
  if (read->declaration.lines.size() > kMaxLines) __builtin_trap();
  for (const auto& line : read->declaration.lines) {
    if (!line.reference.empty() && !is_plain_number(line.reference)) __builtin_trap();
    if (!period.contains(month_of(line.day)) || !pack.has_code("service", line.need)) __builtin_trap();
  }
  return 0;
}
