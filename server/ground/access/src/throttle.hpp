// Tries by account and network, and by network alone for whoever guesses at many accounts. Counted before the try is
// looked at, in the database: a restart, a second server or a hundred tries at once gain nothing.
#pragma once

#include "nrm/access/context.hpp"

namespace nrm::access {

struct Attempt {
  Bytes account_hash;
  std::string network;
};
Attempt attempt_at(const ServerSecrets& secrets, std::string_view account, std::string_view network);
// kThrottled with the seconds to wait, or the try is counted.
Result<void> count_attempt(const AccessContext& context, const Attempt& attempt);
// After a success, inside its act.
void forget_attempts(log::Act& act, const Attempt& attempt);

}  // namespace nrm::access
