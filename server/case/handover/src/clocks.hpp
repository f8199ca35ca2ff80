#pragma once

#include "nrm/log/act.hpp"

namespace nrm::handover {

// The answer's clock: a reminder to the receiver, a breach to both.
void follow_clock(log::Journal& journal);

}  // namespace nrm::handover
