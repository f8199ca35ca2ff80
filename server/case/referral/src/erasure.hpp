#pragma once

#include "nrm/log/act.hpp"

namespace nrm::referral {

void register_erasure(log::Journal& journal);

}  // namespace nrm::referral
