// Team keys. Opened with the member key of a session, under a permit, inside an act.
#pragma once

#include <optional>

#include "nrm/access/decide.hpp"
#include "nrm/access/problems.hpp"
#include "nrm/crypto/crypto.hpp"

namespace nrm::access {

struct TeamKey {
  std::uint32_t version = 0;
  Key32 seed;  // X25519 and Ed25519 derive from it; also symmetric wraps (crypto::derive(seed, "teamwrap"))
  crypto::PublicKeys keys;
};
struct TeamPublicKey {
  std::uint32_t version = 0;
  crypto::PublicKeys keys;
};

// The session's own team's key. Nothing where the role is not entitled to the kind; kKeysAwaited where no seal to the
// member exists yet. A boxed seal is re-wrapped symmetrically on its first opening, in this act.
Result<TeamKey> open_team_key(log::Act& act, const Permit& permit, Compartment kind,
                              std::optional<std::uint32_t> version = std::nullopt);  // default: the newest
// Anyone's public half; nothing where the team has no key of that kind yet (it cannot receive), and nothing where the
// instance did not sign that this key is this team's: no key is ever sealed to a substituted one. After decide() in the
// same transaction, the instance's own key is the one of the server's secrets file.
std::optional<TeamPublicKey> team_public_key(storage::Reader& reader, const TeamId& team, Compartment kind);

// The seed of the session's organisation's log key, for its auditors; kNotFound for anyone else.
Result<Key32> open_organisation_log_key(log::Act& act, const Permit& permit);

// Whether the member holds every key her roles entitle her to.
enum class KeyState { held, awaited, none_needed };
std::string_view name_of(KeyState state);  // "held", "awaited", "none-needed"
KeyState key_state(storage::Reader& reader, const MemberId& member);

}  // namespace nrm::access
