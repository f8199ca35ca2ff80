// A member's second factor: its secret lies sealed under the server's secrets, a step counts once.
#pragma once

#include "nrm/access/server_secrets.hpp"
#include "nrm/crypto/crypto.hpp"
#include "nrm/log/act.hpp"

namespace nrm::access {

void keep_totp(log::Act& act, const ServerSecrets& secrets, const MemberId& member, const crypto::TotpSecret& secret);
// True for the first use of a right code; of many at once exactly one, because the step moves on by a conditional
// update.
bool use_totp(log::Act& act, const ServerSecrets& secrets, const MemberId& member, std::string_view code);

}  // namespace nrm::access
