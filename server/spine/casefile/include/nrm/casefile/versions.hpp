// Versions of a case's values: which one each is at, without opening any, and everything that was ever written, for the
// person herself.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "nrm/casefile/case.hpp"

namespace nrm::casefile {

// Field → its newest version; a cleared field counts. Fields that never had a value are not there.
std::map<std::string, std::int64_t> newest_versions(storage::Reader& reader, const CaseId& id);

struct ValueVersion {
  std::string field;
  std::int64_t version = 1;
  UtcTime at;
  std::optional<Personal<std::string>> value;  // nothing: the field was cleared
};
// All versions of the listed fields of one compartment, oldest first. Under the rules of open_compartment, without its
// cap: this is one case.
Result<std::vector<ValueVersion>> read_all_versions(log::Act& act, const access::Permit& permit, const CaseId& id,
                                                    Compartment kind);

}  // namespace nrm::casefile
