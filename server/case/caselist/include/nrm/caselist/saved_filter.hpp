// Filters of the case list kept under a name: a member's own, or shared with the team.
#pragma once

#include <string>
#include <vector>

#include "nrm/casefile/case_filter.hpp"

namespace nrm::caselist {

struct FilterTag;
using FilterId = Id<FilterTag>;

namespace problems {
inline constexpr ProblemType kTooManyFilters{"caselist.too-many-filters", 409};  // delete one first
}  // namespace problems
std::vector<ProblemType> caselist_problems();
storage::Schema schema();

inline constexpr std::size_t kMaxName = 60;     // code points: fits a button
inline constexpr std::size_t kMaxFilters = 30;  // a member's own, and as many shared ones of a team

struct SavedFilter {
  FilterId id;
  Personal<std::string> name;
  casefile::FilterWords words;
  bool shared = false;
  bool mine = false;
};
struct NewFilter {
  std::string name;
  casefile::FilterWords words;  // checked
  bool shared = false;
};
Result<FilterId> save_filter(log::Act& act, const access::Permit& permit, const NewFilter& input);
// The member's own and the team's shared ones, oldest first.
Result<std::vector<SavedFilter>> list_filters(log::Act& act, const access::Permit& permit);
// One's own, or a shared one that one made or, as case manager, anybody's shared one.
Result<void> delete_filter(log::Act& act, const access::Permit& permit, const FilterId& id);

}  // namespace nrm::caselist
