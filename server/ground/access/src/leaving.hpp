// The end of a member's right to keys, inside the act that ends it.
#pragma once

#include "nrm/access/leaving.hpp"
#include "rows.hpp"

namespace nrm::access {

// Kinds that `before` holds a seal of in her team and `after` is not entitled to there.
std::set<Compartment> kinds_lost(storage::Reader& reader, const MemberRow& before, const MemberRow& after);
// Takes what she is no longer entitled to and opens the team's task; rotates at once where the session's member holds
// the kinds. access.last-key-holder where nobody else could open a kind, unless an administrator says `despite`: then
// her seals of those kinds stay, closed with her account, for the custodians.
Result<void> end_right(log::Act& act, const ServerSecrets& secrets, const Permit& permit, const MemberRow& before,
                       const MemberRow& after, bool despite);
// New versions for every open task of her team whose kinds she holds: at her sign-in, and in end_right.
void rotate_where_due(log::Act& act, const ServerSecrets& secrets, const Permit& permit);

}  // namespace nrm::access
