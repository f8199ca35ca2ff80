// What a team's custodians hold: shares of a member's key and of the team's keys, two of three give a key back. For
// whoever changes a key inside an act; the custodians themselves are in custody.hpp.
#pragma once

#include "nrm/access/decide.hpp"

namespace nrm::access {

// Splits what is not yet split for the custodians now in force: the session's own key and each of the team's keys that
// she holds. Called at every sign-in; writes nothing where all is as it should be.
void complete_shares(log::Act& act, const Permit& permit);
// Splits them all anew, so that every older share is of no use. After a member's key or a team's key was replaced.
void remake_shares(log::Act& act, const Permit& permit);
// In the act by which a member leaves her team or gets another key: her shares of others' keys go, theirs of hers, and
// what was asked for her.
void end_shares_of(log::Act& act, const MemberId& member);

}  // namespace nrm::access
