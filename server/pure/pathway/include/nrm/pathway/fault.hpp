// What is wrong with a pack, and where. Written for the person who edits the pack.
#pragma once

#include <compare>
#include <string>
#include <vector>

namespace nrm::pathway {

struct PackFault {
  std::string file;  // relative to the pack
  int line = 0;      // 1 is the first; 0 where the whole file is meant
  std::string code;  // one of docs/formats/pack.md, such as "unreachable-state"
  std::string message;
  auto operator<=>(const PackFault&) const = default;
};
using PackFaults = std::vector<PackFault>;

}  // namespace nrm::pathway
