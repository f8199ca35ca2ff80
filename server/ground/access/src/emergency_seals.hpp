// Team keys sealed to members whose role lacks the kind.
#pragma once

#include "nrm/access/break_glass.hpp"
#include "rows.hpp"

namespace nrm::access {

// For every kind that the session holds and the member's role does not. Nothing where her role holds no kind at all or
// the team keeps no emergency keys.
Result<void> give_emergency_keys(log::Act& act, const Permit& permit, const MemberRow& member);
// The one place where such a seal is opened: kNotFound without a living emergency for this kind.
Result<TeamKey> open_in_emergency(log::Act& act, const Permit& permit, Compartment kind,
                                  std::optional<std::uint32_t> version);

}  // namespace nrm::access
