// The two ways to a member key that lie in the database: wrapped under what her password stretches to, and under her
// recovery code.
#pragma once

#include <optional>

#include "nrm/access/server_secrets.hpp"
#include "nrm/crypto/crypto.hpp"
#include "nrm/log/act.hpp"

namespace nrm::access {

struct Opener {
  crypto::Salt salt{};
  crypto::PasswordCost cost;
  Bytes wrapped;
  Bytes verifier_hash;
};
inline constexpr std::string_view kByPassword = "password";
inline constexpr std::string_view kByRecovery = "recovery";

std::optional<Opener> find_opener(storage::Reader& reader, const MemberId& member, std::string_view kind);
bool bears_out(const Opener& opener, const Key32& verifier);
std::optional<Key32> open_member_key(const Opener& opener, const MemberId& member, std::string_view kind,
                                     const Key32& key_opener);

struct StretchedPassword {
  crypto::Salt salt{};
  crypto::PasswordCost cost;
  crypto::PasswordKeys keys;
};
// Replaces the one there was.
void keep_password_opener(log::Act& act, const MemberId& member, const Key32& member_seed,
                          const StretchedPassword& password);
// Replaces the one there was; gives the new code.
SecretText keep_recovery_opener(log::Act& act, const MemberId& member, const Key32& member_seed);
// The code's two independent keys; nothing where it is malformed.
std::optional<crypto::PasswordKeys> keys_of_recovery(const SecretText& code);

// A salt for an account that does not exist: the same at every try, as a real one is.
crypto::Salt salt_of_nobody(const ServerSecrets& secrets, std::string_view account);

}  // namespace nrm::access
