// Everything that was ever written of a case, for the person herself: each field's versions, oldest first.
#pragma once

#include "nrm/casefile/case.hpp"

namespace nrm::casefile {

struct ValueVersion {
  std::string field;
  std::int64_t version = 1;
  UtcTime at;
  std::optional<Personal<std::string>> value;  // nothing: the field was cleared
};
// All versions of the listed fields of one compartment. Under the rules of open_compartment, without its cap: this is
// one case.
Result<std::vector<ValueVersion>> read_all_versions(log::Act& act, const access::Permit& permit, const CaseId& id,
                                                    Compartment kind);

}  // namespace nrm::casefile
