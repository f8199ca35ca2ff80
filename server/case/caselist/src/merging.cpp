#include "nrm/caselist/merging.hpp"

#include "nrm/casefile/team_end.hpp"

namespace nrm::caselist {

void move_filters(log::Act& act, std::string_view object) {
  const auto teams = casefile::merged_teams_of(object);
  act.run("UPDATE case_filter SET team = $into WHERE team = $from", {{"from", teams.from}, {"into", teams.into}});
}

}  // namespace nrm::caselist
