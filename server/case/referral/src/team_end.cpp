#include "nrm/referral/team_end.hpp"

#include <fmt/format.h>

#include "nrm/casefile/team_end.hpp"

namespace nrm::referral {

std::int64_t count_unanswered(storage::Reader& reader, const TeamId& team, const std::optional<TeamId>& with) {
  return reader
      .query(
          "SELECT COUNT(*) AS unanswered FROM referral WHERE state IN ('sent', 'seen') AND "
          "((from_team = $team AND (CAST($with AS TEXT) IS NULL OR to_team = $with)) OR "
          "(to_team = $team AND (CAST($with AS TEXT) IS NULL OR from_team = $with)))",
          {{"team", team}, {"with", with}})
      .at(0)
      .integer("unanswered");
}

void move_referrals(log::Act& act, std::string_view object) {
  const auto teams = casefile::merged_teams_of(object);
  const storage::Params params{{"from", teams.from}, {"into", teams.into}};
  constexpr std::pair<std::string_view, std::string_view> kColumns[] = {{"referral", "from_team"},
                                                                        {"referral", "to_team"},
                                                                        {"referral", "suggestion_team"},
                                                                        {"referral_line", "from_team"},
                                                                        {"coordination_item", "suggestion_team"},
                                                                        {"notice", "team"}};
  for (const auto& [table, column] : kColumns)
    act.run(fmt::format("UPDATE {} SET {} = $into WHERE {} = $from", table, column, column), params);
}

}  // namespace nrm::referral
