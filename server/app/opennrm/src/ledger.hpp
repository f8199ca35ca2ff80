// What the reconciliation compares with: referrals and letters between two bodies.
#pragma once

#include "nrm/reconciliation/reconciliation.hpp"

namespace nrm::app {

// What was taken back before anybody saw it never reached the other body, and is not counted.
std::vector<reconciliation::Known> known_between(storage::Reader& reader, const reconciliation::Pair& pair,
                                                 UtcTime since, UtcTime until);

}  // namespace nrm::app
