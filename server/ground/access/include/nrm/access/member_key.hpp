// A member who suspects that her key is known to somebody makes a new one.
#pragma once

#include <chrono>

#include "nrm/access/context.hpp"
#include "nrm/access/session.hpp"

namespace nrm::access {

inline constexpr std::chrono::hours kMemberKeyRest{24};  // between two new keys of one member

struct KeyChange {
  SecretText current_password;
  std::string code;
  std::string network;
};
struct NewMemberKey {
  SecretText recovery_code;  // shown once; the one before opens nothing
  std::string fingerprint;
};
// In one act: a new key pair, its password and recovery openers, every team key and log key that she holds sealed to it
// by herself, all her sessions ended. Colleagues see when it changed and compare the fingerprint when in doubt.
// kWrongCredentials, kThrottled.
Result<NewMemberKey> rotate_member_key(const AccessContext& context, const Session& session, const KeyChange& change);

}  // namespace nrm::access
