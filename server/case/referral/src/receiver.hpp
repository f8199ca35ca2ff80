// Whether a team can be asked for a need.
#pragma once

#include "nrm/access/session.hpp"
#include "nrm/referral/desk.hpp"

namespace nrm::referral {

// The need is a service of the pack, the team is another than the sender's, open, and offers it.
Result<void> check_receiver(log::Act& act, const Desk& desk, const access::Session& session, const TeamId& receiver,
                            const std::string& need);

}  // namespace nrm::referral
