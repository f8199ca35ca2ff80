// The key that says which public key is which team's. Its seed lies in the server's secrets file, its public half also
// in the database, where decide() holds it to the file: who can write tables cannot make a team's key.
#pragma once

#include <optional>

#include "nrm/access/compartment.hpp"
#include "nrm/access/server_secrets.hpp"
#include "nrm/crypto/crypto.hpp"
#include "nrm/storage/database.hpp"

namespace nrm::access {

std::optional<crypto::SignPublic> instance_key(storage::Reader& reader);
// Written once, by the first act of the instance.
void keep_instance_key(storage::Writer& writer, const ServerSecrets& secrets);

crypto::Signature bind_team_key(const ServerSecrets& secrets, const TeamId& team, Compartment kind,
                                std::uint32_t version, const crypto::PublicKeys& keys);
bool is_bound(const crypto::SignPublic& instance, const TeamId& team, Compartment kind, std::uint32_t version,
              ByteView public_keys, ByteView binding);

}  // namespace nrm::access
