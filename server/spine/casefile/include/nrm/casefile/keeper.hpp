// Who keeps a case: the one member of its team to whom its work is shown first. No right hangs on it but the lists.
#pragma once

#include <map>
#include <optional>

#include "nrm/kernel/id.hpp"
#include "nrm/storage/database.hpp"

namespace nrm::casefile {

std::optional<MemberId> keeper_of(storage::Reader& reader, const CaseId& id);
// Of the cases of the team itself on which it has open tasks; what it holds with another is kept by nobody here.
std::map<CaseId, MemberId> keepers_of_tasks(storage::Reader& reader, const TeamId& team);

}  // namespace nrm::casefile
