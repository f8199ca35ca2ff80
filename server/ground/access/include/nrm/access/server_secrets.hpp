// The secrets of the machine that serves, in one file that only its owner reads. They open no member's key: a stolen
// file gives second factors, a stolen database gives neither.
#pragma once

#include <filesystem>
#include <stdexcept>

#include "nrm/crypto/crypto.hpp"
#include "nrm/kernel/random.hpp"
#include "nrm/kernel/secret.hpp"

namespace nrm::access {

struct ServerSecrets {
  Key32 totp_key;      // seals second-factor secrets
  Key32 hash_key;      // keys the hashes of accounts, requests and invitations
  Key32 log_seed;      // signs checkpoints
  Key32 binding_seed;  // signs which public key is which team's
};

class SecretsFileError : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

ServerSecrets make_server_secrets(Random& random);
// The public half of binding_seed; some 60 µs to compute.
crypto::SignPublic instance_key_of(const ServerSecrets& secrets);
// Reads the file, or makes it with mode 0400 where there is none. Throws SecretsFileError where it is not a regular
// file of this user with mode 0400, or does not read.
ServerSecrets load_or_create_server_secrets(const std::filesystem::path& path, Random& random);

}  // namespace nrm::access
