#pragma once

#include "store.hpp"

namespace nrm::referral {

// The receiver is told only: do not contact; ask the sender. A referral under way ends.
void hide(log::Act& act, const ReferralRow& row);

}  // namespace nrm::referral
