// What a stranger's file reaches before it is sealed: its name and its first bytes.
#include <cstdint>
#include <cstdlib>

#include "nrm/attachments/content.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const nrm::attachments::TypeFinder finder;
  const std::string_view all{reinterpret_cast<const char*>(data), size};
  const auto name = all.substr(0, all.find('\n'));
  const auto content = all.substr(std::min(name.size() + 1, all.size()));
  (void)nrm::attachments::pixels_of(content);
  (void)finder.find(content, name);
  (void)nrm::attachments::find_name_fault(name);
  const auto header = nrm::attachments::disposition_of(name);
  for (const char letter : header)
    if (letter < ' ' || letter > '~') std::abort();
  return 0;
}
