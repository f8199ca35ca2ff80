// What the pack's suggested teams offer with each of their services, and to whom. What nobody has said is empty.
#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "nrm/pathway/pack.hpp"

namespace nrm::pathway {

// When somebody can be brought.
inline constexpr std::string_view kOpeningHours[] = {"day-and-night", "every-day", "working-days", "by-appointment"};

struct TeamOffer {
  std::string team = {};                   // of the pack
  std::set<std::string> sexes = {};        // of the list "sex"
  std::set<std::string> age_classes = {};  // of the list "age-class"
  std::string with_children = {};          // "yes", "no" or empty, as the next three
  std::string without_documents = {};
  std::string disability_access = {};
  std::string asks_residence = {};
  std::set<std::string> languages = {};  // ISO 639: two letters where there are two, else three
  std::set<std::string> regions = {};    // regions and districts of the pack that are served
  std::string hours = {};                // of kOpeningHours
  bool confidential = false;             // where it is stands nowhere
};
// One for each team of teams.csv, in its order. load_pack() finds the same faults.
tl::expected<std::vector<TeamOffer>, PackFaults> load_team_offers(const std::filesystem::path& folder,
                                                                  const Pack& pack);

}  // namespace nrm::pathway
