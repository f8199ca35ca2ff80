// Whatever the ledger's parser takes, it writes again byte by byte.
#include <string_view>

#include "nrm/kernel/id.hpp"
#include "nrm/retention/ledger.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  const auto parsed = nrm::retention::parse_ledger(text);
  if (parsed && nrm::retention::to_text(*parsed) != text)
    nrm::fail_bug("a ledger is written otherwise than it was read");
  return 0;
}
