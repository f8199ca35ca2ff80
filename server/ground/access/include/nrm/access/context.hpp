// What the behaviours of this module work with. Made once by the program that wires the modules, or by a test.
#pragma once

#include <functional>
#include <string>

#include "nrm/access/password_pool.hpp"
#include "nrm/access/server_secrets.hpp"
#include "nrm/log/act.hpp"
#include "nrm/storage/database.hpp"

namespace nrm::access {

storage::Schema schema();

// References outlive the context. Copyable; thread-safe where its parts are.
struct AccessContext {
  log::Journal& journal;
  storage::Upkeep& upkeep;
  const ServerSecrets& secrets;
  PasswordPool& pool;
  crypto::PasswordCost cost = {};
  std::string issuer = "OpenNRM";  // shown by authenticator apps
  // How many cases a member keeps; given by the module that holds cases, nothing where there are none.
  std::function<std::int64_t(storage::Reader&, const MemberId&)> caseload = {};
  // Computed once: every request is held to it.
  crypto::SignPublic instance_key = instance_key_of(secrets);

  storage::Database& database() const { return journal.database(); }
  UtcTime now() const { return journal.clock().now(); }
};

}  // namespace nrm::access
