#include "nrm/access/coordinators.hpp"

#include <algorithm>

#include "nrm/access/cover.hpp"
#include "nrm/directory/directory.hpp"

namespace nrm::access {
namespace {

std::string region_in(const pathway::Pack& pack, const std::string& region) {
  const bool national = std::ranges::find(pack.countries, region) != pack.countries.end();
  return national ? std::string{} : region;
}

}  // namespace

// Roles are words; no other has this one in its name.
Coordinators::Coordinators(storage::Reader& reader, const pathway::Pack& pack, Date day) : pack_{pack} {
  for (const auto& row : reader.query("SELECT DISTINCT t.id AS id, t.region AS region FROM member m JOIN team t ON "
                                      "t.id = m.team WHERE m.state = 'active' AND m.roles LIKE '%coordinator%'"))
    if (has_present(reader, row.id<TeamId>("id"), Role::coordinator, day))
      present_.insert(region_in(pack, row.text("region")));
}

std::string Coordinators::region_of(storage::Reader& reader, const TeamId& team) const {
  const auto found = directory::find_team(reader, team);
  return found ? region_in(pack_, found->region) : std::string{};
}

Coordinators::Share Coordinators::share_of(const std::string& own, const std::string& region) const {
  if (is_of(region, own)) return Share::theirs;
  const bool national = present_.contains({});
  const bool covered =
      region.empty() ? national : std::ranges::any_of(present_, [&](const auto& each) { return is_of(region, each); });
  if (own.empty()) return covered || region.empty() ? Share::theirs : Share::uncovered;
  return covered || national ? Share::of_others : Share::uncovered;
}

// A region has what its districts leave undone.
bool Coordinators::is_of(const std::string& region, const std::string& own) const {
  if (own.empty()) return false;
  auto code = region;
  for (auto steps = pack_.regions.size() + 1; !code.empty() && steps > 0; --steps) {
    if (code == own) return true;
    const auto found = std::ranges::find(pack_.regions, code, &pathway::Region::code);
    code = found == pack_.regions.end() ? std::string{} : found->parent;
  }
  return false;
}

}  // namespace nrm::access
