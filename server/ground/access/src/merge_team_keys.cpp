#include "key_tasks.hpp"
#include "nrm/access/team_end.hpp"

#include <fmt/format.h>

namespace nrm::access {
namespace {

// What was asked of the team's custodians stays as history; nothing can be taken any more.
void end_custody_of(log::Act& act, const TeamId& team) {
  for (const auto* table : {"custody_part", "custody_approval"})
    act.run(fmt::format("DELETE FROM {} WHERE request IN (SELECT id FROM custody_request WHERE team = $team)", table),
            {{"team", team}});
  act.run("UPDATE custody_request SET state = 'cancelled', ended_at = $now WHERE team = $team AND ended_at IS NULL",
          {{"now", act.now()}, {"team", team}});
}

}  // namespace

void end_team_keys(log::Act& act, const TeamId& team) {
  const auto gone = act.run("DELETE FROM team_key_seal WHERE team = $team", {{"team", team}});
  act.run("UPDATE team_key SET retired_at = $now WHERE team = $team AND retired_at IS NULL",
          {{"now", act.now()}, {"team", team}});
  act.run("DELETE FROM invitation WHERE team = $team", {{"team", team}});
  for (const auto* table : {"emergency_key_seal", "emergency_access", "custodian_share", "custodian", "custodian_set"})
    act.run(fmt::format("DELETE FROM {} WHERE team = $team", table), {{"team", team}});
  end_custody_of(act, team);
  end_key_tasks(act, team);
  act.note("team-key-seals-deleted", std::to_string(gone));
}

void move_members(log::Act& act, const TeamId& from, const TeamId& into, const OrganisationId& organisation) {
  act.run("DELETE FROM session WHERE member IN (SELECT id FROM member WHERE team = $team)", {{"team", from}});
  const auto moved =
      act.run("UPDATE member SET team = $into, organisation = $organisation, in_team_since = $now WHERE team = $from",
              {{"into", into}, {"organisation", organisation}, {"now", act.now()}, {"from", from}});
  act.note("members-moved", std::to_string(moved));
}

}  // namespace nrm::access
