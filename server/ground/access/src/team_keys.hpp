// Making team keys and sealing them to members.
#pragma once

#include "nrm/access/keyring.hpp"
#include "nrm/access/server_secrets.hpp"
#include "rows.hpp"

namespace nrm::access {

// The first member entitled to a kind for which her team has no key yet makes it, sealed to herself.
void create_missing_team_keys(log::Act& act, const ServerSecrets& secrets, const MemberRow& member,
                              const Key32& member_seed);
// The newest version's number; nothing where the team has no key of the kind.
std::optional<std::uint32_t> newest_version(storage::Reader& reader, const TeamId& team, Compartment kind);
// A new version of a key the team has, made and held by `member`. Gives the key; seals it to nobody else.
TeamKey make_next_version(log::Act& act, const ServerSecrets& secrets, const MemberRow& member,
                          const Key32& member_seed, Compartment kind);
// Boxed to the member's public key, signed by the team key and witnessed by this server.
void give_team_key(log::Act& act, const ServerSecrets& secrets, const TeamKey& key, Compartment kind,
                   const MemberRow& to, const MemberId& from);
// Every version of a kind that a member holds, newest first: older ones are there until a rotation is done.
std::vector<std::uint32_t> versions_held(storage::Reader& reader, const MemberRow& member, Compartment kind);
// Every seal that her team and roles no longer entitle her to, except the kinds of `kept` in her former team.
void take_team_keys(log::Act& act, const MemberRow& member, const TeamId& former_team,
                    const std::set<Compartment>& kept);
// Kinds she is entitled to, of which her team has a key, but she no seal.
std::set<Compartment> missing_kinds(storage::Reader& reader, const MemberRow& member);

}  // namespace nrm::access
