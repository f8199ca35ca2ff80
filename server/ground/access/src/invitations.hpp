#pragma once

#include "new_member.hpp"

namespace nrm::access {

// A new one-use code; only its hash is kept.
Invitation make_invitation(log::Act& act, const Place& place, const std::optional<MemberId>& made_by);
std::optional<Bytes> hash_of_invitation(const SecretText& code);

}  // namespace nrm::access
