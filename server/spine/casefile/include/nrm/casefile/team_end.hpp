// The end of a team: closed, where it holds nothing, or merged into another team of its organisation, which then holds
// everything it held.
#pragma once

#include <functional>

#include "nrm/casefile/seal.hpp"
#include "nrm/directory/directory.hpp"

namespace nrm::casefile {

// How many referrals of a team nobody has answered yet; with another team named, those between the two. Given by the
// module that knows referrals.
using CountUnanswered = std::function<std::int64_t(storage::Reader&, const TeamId&, const std::optional<TeamId>& with)>;

// Under the caller's decision. casefile.team-busy while the team holds a case or a referral waits for an answer.
Result<void> close_team(log::Act& act, const TeamId& team, const CountUnanswered& unanswered);
Result<void> close_organisation(log::Act& act, const OrganisationId& organisation, const CountUnanswered& unanswered);

// In the act that ends a merger; the object is "<old team>:<new team>". A module's rows that name the old team name the
// new one from then on, but for what tells who did something then.
inline constexpr std::string_view kTeamMerged = "team.merged";
struct MergedTeams {
  TeamId from;
  TeamId into;
};
MergedTeams merged_teams_of(std::string_view object);

inline constexpr std::size_t kMergeBatch = 200;
struct Merging {
  std::int64_t copied = 0;
  std::int64_t remaining = 0;
  bool done = false;
};
// One bounded act of a merger of the session's own team, by a member who holds all its keys: every seal is given to the
// other team, asleep; both teams go on as they are. The act that finds nothing left to give wakes what was given, moves
// cases, tasks and members, and ends the old team. What was withdrawn meanwhile is not given. kInvalid for another
// organisation's or a closed team; casefile.no-receiver-key where the other team lacks a key; casefile.team-busy where
// a referral between the two waits for an answer.
Result<Merging> merge_team(log::Act& act, const access::Permit& permit, const TeamId& into,
                           const CountUnanswered& unanswered, std::size_t limit = kMergeBatch);

}  // namespace nrm::casefile
