#pragma once

#include "nrm/retention/ledger.hpp"

namespace nrm::retention {

// Once: an entry that is there already stays as it is.
void keep_entry(log::Act& act, const Erased& entry);

}  // namespace nrm::retention
