// The clocks of a break-glass that waits for its review.
#pragma once

#include "nrm/access/break_glass.hpp"

namespace nrm::oversight {

void start_review_clocks(log::Act& act, const access::BreakGlass& glass);

}  // namespace nrm::oversight
