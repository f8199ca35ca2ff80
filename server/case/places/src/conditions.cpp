#include <algorithm>

#include "nrm/places/candidates.hpp"

namespace nrm::places {
namespace {

// Treated as a child until the age is known.
constexpr std::string_view kChild = "child", kMayBeAChild = "may-be-a-child";
constexpr std::string_view kSexNotKnown = "not-known";

Verdict among(const std::set<std::string>& taken, const std::string& asked) {
  if (taken.empty()) return Verdict::unknown;
  return taken.contains(asked) ? Verdict::met : Verdict::not_met;
}

Verdict for_sex(const directory::Offer& offer, const std::string& sex) {
  if (sex == kSexNotKnown && !offer.sexes.contains(sex)) return Verdict::unknown;
  return among(offer.sexes, sex);
}

Verdict for_age(const directory::Offer& offer, const std::string& age_class) {
  if (age_class == kMayBeAChild && offer.age_classes.contains(std::string{kChild})) return Verdict::met;
  return among(offer.age_classes, age_class);
}

Verdict answered(std::string_view answer) {
  if (answer.empty()) return Verdict::unknown;
  return answer == directory::kYes ? Verdict::met : Verdict::not_met;
}

const pathway::Region* find_region(const pathway::Pack& pack, std::string_view code) {
  const auto found = std::ranges::find(pack.regions, code, &pathway::Region::code);
  return found == pack.regions.end() ? nullptr : &*found;
}

// A region is served with every district in it.
Verdict for_region(const directory::Offer& offer, const std::string& asked, const pathway::Pack& pack) {
  if (offer.regions.empty()) return Verdict::unknown;
  std::size_t steps = pack.regions.size();
  for (std::string code = asked; !code.empty() && steps > 0; --steps) {
    if (offer.regions.contains(code)) return Verdict::met;
    const auto* region = find_region(pack, code);
    code = region == nullptr ? std::string{} : region->parent;
  }
  return Verdict::not_met;
}

// The region itself, or the one that the district is in.
std::string_view region_of(const pathway::Pack& pack, std::string_view code) {
  const auto* region = find_region(pack, code);
  if (region == nullptr) return {};
  return region->parent.empty() || find_region(pack, region->parent) == nullptr ? region->code : region->parent;
}

}  // namespace

std::string_view name_of(Verdict verdict) {
  if (verdict == Verdict::met) return "met";
  return verdict == Verdict::unknown ? "unknown" : "not-met";
}

std::vector<Condition> conditions_of(const Ask& ask, const directory::Offer& offer, const pathway::Pack& pack) {
  std::vector<Condition> out;
  if (!ask.sex.empty()) out.push_back({"sex", for_sex(offer, ask.sex)});
  if (!ask.age_class.empty()) out.push_back({"age-class", for_age(offer, ask.age_class)});
  if (ask.with_children) out.push_back({"with-children", answered(offer.with_children)});
  if (ask.without_documents) out.push_back({"without-documents", answered(offer.without_documents)});
  if (ask.disability_access) out.push_back({"disability-access", answered(offer.disability_access)});
  if (!ask.language.empty()) out.push_back({"language", among(offer.languages, ask.language)});
  if (!ask.region.empty()) out.push_back({"region", for_region(offer, ask.region, pack)});
  return out;
}

std::string region_around(std::string_view code, const pathway::Pack& pack) {
  const auto region = region_of(pack, code);
  return std::string{region.empty() ? code : region};
}

Distance distance_between(std::string_view asked, std::string_view team_region, const pathway::Pack& pack) {
  if (asked.empty()) return Distance::not_asked;
  if (std::ranges::find(pack.countries, team_region) != pack.countries.end()) return Distance::national;
  const auto theirs = region_of(pack, team_region), hers = region_of(pack, asked);
  if (theirs.empty() || hers.empty()) return Distance::unknown;
  if (asked == team_region && asked != hers) return Distance::same_district;
  return theirs == hers ? Distance::same_region : Distance::elsewhere;
}

}  // namespace nrm::places
