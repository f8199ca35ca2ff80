// The instance's own log key, which lies under the server's secrets.
#pragma once

#include <optional>

#include "nrm/access/server_secrets.hpp"
#include "nrm/storage/database.hpp"

namespace nrm::access {

// Nothing where the instance is not founded or the secrets are another instance's.
std::optional<Key32> open_instance_log_key(storage::Reader& reader, const ServerSecrets& secrets);

}  // namespace nrm::access
