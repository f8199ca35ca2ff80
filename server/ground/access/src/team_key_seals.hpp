// One team key sealed to one member: its place, its two signatures, its three forms. docs/formats/member_keys.md
#pragma once

#include "nrm/access/keyring.hpp"
#include "nrm/access/server_secrets.hpp"
#include "rows.hpp"

namespace nrm::access {

struct TeamSealPlace {
  TeamId team;
  Compartment kind;
  std::uint32_t version;
  MemberId member;
  std::string text() const;
};

// To herself, under her own key.
void seal_to_self(log::Act& act, const ServerSecrets& secrets, const TeamKey& key, Compartment kind,
                  const MemberRow& member, const Key32& member_seed);
// To a colleague's public key.
void box_to_colleague(log::Act& act, const ServerSecrets& secrets, const TeamKey& key, Compartment kind,
                      const MemberRow& to, const MemberId& from);
// The session's own seal of that place; nothing where the row does not bear out its signatures.
std::optional<TeamKey> open_team_seal(const storage::Row& row, const TeamSealPlace& place, const Session& session);
std::optional<storage::Row> find_team_seal(log::Act& act, const TeamSealPlace& place);
bool is_boxed(const storage::Row& row);
bool is_proven(const storage::Row& row);
// Opening a box costs a scalar multiplication and proving it three signatures: after its first opening the seal is one
// that only the member can have made, bound to what was proven.
void wrap_as_proven(log::Act& act, const storage::Row& row, const TeamSealPlace& place, const Session& session,
                    const Key32& seed);
// Whether a holder gave this version to the very public key that the member's row bears now, with this server's
// witness. What a rotation may follow: neither a member's key replaced in the database nor a seal forged by somebody
// who once held the team's key passes, because the witness is signed with the secrets file.
bool was_confirmed(storage::Reader& reader, const crypto::SignPublic& instance, const TeamSealPlace& place,
                   const MemberRow& member);
// The same of any of her team's keys in use: somebody of the team once compared the key that her row bears now.
bool is_known_to_team(storage::Reader& reader, const crypto::SignPublic& instance, const MemberRow& member);

}  // namespace nrm::access
