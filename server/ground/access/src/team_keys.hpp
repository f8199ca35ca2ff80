// Making team keys and sealing them to members.
#pragma once

#include "nrm/access/keyring.hpp"
#include "nrm/access/server_secrets.hpp"
#include "rows.hpp"

namespace nrm::access {

// The first member entitled to a kind for which her team has no key yet makes it, sealed to herself.
void create_missing_team_keys(log::Act& act, const ServerSecrets& secrets, const MemberRow& member,
                              const Key32& member_seed);
// Boxed to the member's public key, signed by the team key.
void give_team_key(log::Act& act, const TeamKey& key, Compartment kind, const MemberRow& to, const MemberId& from);
// Every seal that her team and roles no longer entitle her to.
void take_team_keys(log::Act& act, const MemberRow& member);
// Kinds she is entitled to, of which her team has a key, but she no seal.
std::set<Compartment> missing_kinds(storage::Reader& reader, const MemberRow& member);

}  // namespace nrm::access
