#pragma once

#include "nrm/access/keyring.hpp"
#include "rows.hpp"

namespace nrm::access {

KeyState key_state_of(storage::Reader& reader, const MemberRow& member);

}  // namespace nrm::access
