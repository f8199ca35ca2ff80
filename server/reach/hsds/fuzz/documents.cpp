#include "gather.hpp"

#include <cstdlib>

// Whatever comes as a document or as a table of the standard is read, or refused with faults; what was read is read
// again to the same.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace nrm::hsds;
  static const auto standard = Standard::load(
      std::getenv("NRM_HSDS_SCHEMAS") != nullptr ? std::getenv("NRM_HSDS_SCHEMAS") : "packs/standards/hsds/schema");
  if (size < 1) return 0;
  constexpr const char* kNames[] = {"a.json", "services.csv", "organizations.csv", "locations.csv", "phones.csv"};
  const std::string content{reinterpret_cast<const char*>(data) + 1, size - 1};
  Findings findings;
  const auto first = gather(standard, {{kNames[data[0] % 5], content}}, findings);
  for (const auto& [id, record] : first.services) {
    Findings none;
    auto document = record.members;
    if (!document.contains("name") || !document.contains("status")) continue;
    const auto again = gather(standard, {{"b.json", json::serialize(document)}}, none);
    if (again.services.find(id) == again.services.end() || again.services.at(id).members != document) __builtin_trap();
  }
  return 0;
}
