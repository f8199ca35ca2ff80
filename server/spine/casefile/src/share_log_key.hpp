// An organisation whose first auditor came after its cases: their log keys are sealed to it by whoever opens a case
// next, and by the acts that wrap seals anew.
#pragma once

#include "nrm/casefile/seal.hpp"

namespace nrm::casefile {

// Seals the case's log key to the session's organisation's log key where that is not done and can be; whether it did.
bool share_log_key(log::Act& act, const access::Permit& permit, const CaseId& id);
// The same for at most `limit` cases of the team; gives how many were done.
std::size_t share_log_keys(log::Act& act, const access::Permit& permit, std::size_t limit);
std::int64_t log_keys_to_share(storage::Reader& reader, const TeamId& team);

}  // namespace nrm::casefile
