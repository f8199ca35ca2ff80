// A posted form from anywhere, and what somebody types as number and code.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "code.hpp"
#include "nrm/letters/form.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  (void)nrm::letters::parse_form(text);
  (void)nrm::letters::parse_typed_reference(text);
  if (const auto code = nrm::letters::parse_code(text))
    if (!nrm::letters::parse_code(code->expose())) __builtin_trap();
  return 0;
}
