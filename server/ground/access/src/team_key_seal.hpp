// What the signature of a team key's seal says: a holder of the team key gave it to this member's public keys.
#pragma once

#include "nrm/access/compartment.hpp"
#include "nrm/crypto/crypto.hpp"
#include "rows.hpp"

namespace nrm::access {

// Whether a key of the member's team that the instance vouches for was given to her, that is, to these public keys.
bool is_known_to_team(storage::Reader& reader, const crypto::SignPublic& instance, const MemberRow& member);

}  // namespace nrm::access
