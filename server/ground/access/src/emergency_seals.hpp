// Team keys sealed to members whose role lacks the kind.
#pragma once

#include <functional>

#include "nrm/access/break_glass.hpp"
#include "rows.hpp"

namespace nrm::access {

// For every kind that the session holds and the member's role does not. Nothing where her role holds no kind at all or
// the team keeps no emergency keys.
Result<void> give_emergency_keys(log::Act& act, const Permit& permit, const MemberRow& member);
// For a rotation: the new key is given to every colleague whose role lacks the kind and whom `known` vouches for, where
// the team keeps emergency keys at all. Those of the old version go with its last use.
void renew_emergency_keys(log::Act& act, const Permit& permit, const TeamKey& key, Compartment kind,
                          const std::function<bool(const MemberRow&)>& known);
// The one place where such a seal is opened: kNotFound without a living emergency for this kind.
Result<TeamKey> open_in_emergency(log::Act& act, const Permit& permit, Compartment kind,
                                  std::optional<std::uint32_t> version);

}  // namespace nrm::access
