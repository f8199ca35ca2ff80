// Team keys. Opened with the member key of a session, under a permit, inside an act.
#pragma once

#include <optional>

#include "nrm/access/decide.hpp"
#include "nrm/crypto/crypto.hpp"

namespace nrm::access {

struct TeamKey {
  std::uint32_t version = 0;
  Key32 seed;                // X25519 and Ed25519 derive from it; also symmetric wraps (crypto::derive(seed, "teamwrap"))
  crypto::PublicKeys keys;
};
struct TeamPublicKey {
  std::uint32_t version = 0;
  crypto::PublicKeys keys;
};

namespace problems {
inline constexpr ProblemType kKeysAwaited{"access.keys-awaited", 409};  // a holder must confirm the member first
}

// The session's own team's key. Nothing where the role is not entitled to the kind; kKeysAwaited where no seal to the
// member exists yet. A boxed seal is re-wrapped symmetrically on its first opening, in this act.
Result<TeamKey> open_team_key(log::Act& act, const Permit& permit, Compartment kind,
                              std::optional<std::uint32_t> version = std::nullopt);  // default: the newest
// Anyone's public half; nothing where the team has no key of that kind yet (it cannot receive).
std::optional<TeamPublicKey> team_public_key(storage::Reader& reader, const TeamId& team, Compartment kind);

// --- seals: one table, key_seal, for every key wrapped to a team. Owned by casefile; see nrm/casefile/seal.hpp ---

}  // namespace nrm::access
