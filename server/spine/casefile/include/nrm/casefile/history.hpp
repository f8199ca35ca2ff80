// What a field said before: every version with who wrote it when.
#pragma once

#include "nrm/casefile/case.hpp"

namespace nrm::casefile {

inline constexpr int kMaxVersions = 200;  // the newest ones; what is older is kept and not shown

struct PastValue {
  std::optional<Personal<std::string>> value;  // nothing: the field was cleared
  std::int64_t version = 1;
  UtcTime at;
  MemberId by;
};
// Newest first. Opens what it gives: the act's header must carry a purpose and a reason, as for a compartment.
Result<std::vector<PastValue>> open_history(log::Act& act, const access::Permit& permit, const CaseId& id,
                                            const Field& field);

}  // namespace nrm::casefile
