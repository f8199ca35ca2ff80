#pragma once

#include "nrm/log/act.hpp"

namespace nrm::casefile {

void register_erasure(log::Journal& journal);

}  // namespace nrm::casefile
