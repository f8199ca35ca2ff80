// The end of a team's keys and memberships, inside the act that closes or merges it.
#pragma once

#include "nrm/access/context.hpp"

namespace nrm::access {

// Nobody holds a key of it any more, its invitations and open tasks go, its public keys stay retired: what it signed
// must still be proven.
void end_team_keys(log::Act& act, const TeamId& team);
// Its members belong to the other team and wait for keys there; their sessions end. After end_team_keys.
void move_members(log::Act& act, const TeamId& from, const TeamId& into, const OrganisationId& organisation);

}  // namespace nrm::access
