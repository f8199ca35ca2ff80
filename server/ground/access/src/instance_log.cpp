#include "nrm/access/instance_log.hpp"

#include "nrm/crypto/crypto.hpp"

namespace nrm::access {

std::optional<Key32> open_instance_log_key(storage::Reader& reader, const ServerSecrets& secrets) {
  const auto row =
      reader.query_one("SELECT sealed FROM log_key_seal WHERE organisation = 'instance' AND member = 'server'");
  if (!row) return std::nullopt;
  return crypto::open_key(crypto::derive(secrets.hash_key, "inst-log"), row->blob("sealed"),
                          view_of("log-key:instance:server"));
}

}  // namespace nrm::access
