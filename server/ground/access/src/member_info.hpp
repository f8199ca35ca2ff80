#pragma once

#include "nrm/access/members.hpp"
#include "rows.hpp"

namespace nrm::access {

MemberInfo info_of(storage::Reader& reader, const MemberRow& member);

}  // namespace nrm::access
