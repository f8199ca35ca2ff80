// Which version of each value a case is at, without opening any.
#pragma once

#include <map>
#include <string>

#include "nrm/casefile/case.hpp"

namespace nrm::casefile {

// Field → its newest version; a cleared field counts. Fields that never had a value are not there.
std::map<std::string, std::int64_t> newest_versions(storage::Reader& reader, const CaseId& id);

}  // namespace nrm::casefile
