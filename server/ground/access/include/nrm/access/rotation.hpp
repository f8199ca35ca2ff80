// New versions of a team's keys. A new version is made by a signed-in holder and sealed, in the same act, to every
// colleague who held the one before; the old version is retired for new seals and opens old ones until all of them are
// wrapped anew, which is the higher module's (casefile) work in bounded acts. Why a rotation may follow the old seals:
// docs/decisions/keys.md.
#pragma once

#include <chrono>
#include <optional>
#include <vector>

#include "nrm/access/context.hpp"
#include "nrm/access/keyring.hpp"

namespace nrm::access {

// A team key is replaced at this age at the latest (security.md D9 of the handbook: 90 days).
inline constexpr std::chrono::hours kTeamKeyLife{24 * 90};

// At the end of the act that made new versions; the object is the team's id.
inline constexpr std::string_view kTeamKeysRotated = "team.keys-rotated";

struct RotatedKey {
  Compartment kind;
  std::uint32_t version;
};
// Every kind that the session's member holds, of her own team. access.rotation-unfinished while seals of an older
// version wait to be wrapped anew, unless somebody has left since.
Result<std::vector<RotatedKey>> rotate_team_keys(const AccessContext& context, const Session& session,
                                                 const TeamId& team);

// Any version's public half that the instance signed, retired or not: what proves a signature given long ago. Nothing
// else may be sealed to a retired one.
std::optional<TeamPublicKey> team_public_key_of_version(storage::Reader& reader, const TeamId& team, Compartment kind,
                                                        std::uint32_t version);

// Kinds of which a retired version is still sealed to somebody: its data are not all wrapped anew.
std::set<Compartment> unfinished_kinds(storage::Reader& reader, const TeamId& team);
// The caller has made sure that nothing is wrapped under a retired version any more: the seals of these go, and with
// them the last way to open it.
void drop_retired_versions(log::Act& act, const TeamId& team, Compartment kind);

}  // namespace nrm::access
