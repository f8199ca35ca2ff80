// What a country says about its directory: which kinds of service have a place that may be known, and how terms of
// other taxonomies translate into its own kinds of service.
#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "nrm/pathway/pack.hpp"

namespace nrm::hsds {

struct Rules {
  // Of every other kind the place is confidential: what nobody thought of is not given away.
  std::set<std::string> public_places;
  std::map<std::pair<std::string, std::string>, std::string> terms;  // (taxonomy, code or name of a term) → kind

  // From a hsds.toml of a pack. Empty rules where there is no file. Throws std::runtime_error that says what to mend.
  static Rules load(const std::filesystem::path& file, const pathway::Pack& pack);
  // Adds the terms of another file; a term that stands in both is the other's.
  void add(const Rules& other);
  bool is_confidential(const std::set<std::string>& kinds) const;
};

// The taxonomy of this program's own services and that of the marks of the NRM profile.
inline constexpr std::string_view kServiceTaxonomy = "urn:opennrm:hsds:service-kinds";
inline constexpr std::string_view kMarkTaxonomy = "urn:opennrm:hsds:nrm-profile";
inline constexpr std::string_view kHtcdsTaxonomy = "urn:opennrm:hsds:htcds-2.0:spl_Type";

}  // namespace nrm::hsds
