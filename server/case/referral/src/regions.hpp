// Whose a request of a region is, for the coordinators.
#pragma once

#include <algorithm>

#include "nrm/pathway/pack.hpp"

namespace nrm::referral {

// A team without a region, or of the country's own code, is there for the whole country.
inline bool is_national(const pathway::Pack& pack, const std::string& region) {
  return region.empty() || std::ranges::find(pack.countries, region) != pack.countries.end();
}

// A region has what its districts ask.
inline bool lies_in(const pathway::Pack& pack, const std::string& region, const std::string& around) {
  auto code = region;
  for (auto steps = pack.regions.size(); !code.empty() && code != around; --steps) {
    const auto found = std::ranges::find(pack.regions, code, &pathway::Region::code);
    if (steps == 0 || found == pack.regions.end()) return false;
    code = found->parent;
  }
  return !code.empty();
}

}  // namespace nrm::referral
