// Making the next version of a kind and passing it on, inside an act.
#pragma once

#include "nrm/access/rotation.hpp"
#include "rows.hpp"

namespace nrm::access {

// Whether a holder ever compared the fingerprint of the very key that stands in her row. Nothing is sealed to others
// than these without a new comparison.
bool is_confirmed(storage::Reader& reader, const ServerSecrets& secrets, const MemberRow& member);
// Kinds whose newest version this member holds.
std::set<Compartment> held_newest(storage::Reader& reader, const MemberRow& member);
std::vector<RotatedKey> rotate_kinds(log::Act& act, const ServerSecrets& secrets, const Permit& permit,
                                     const MemberRow& holder, const std::set<Compartment>& kinds);

}  // namespace nrm::access
