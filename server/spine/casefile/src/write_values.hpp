// The part of writing that opening a case shares.
#pragma once

#include "summary.hpp"

namespace nrm::casefile {

inline const std::string kValuesPointer = "/values/";

// Faults of each value by itself: unknown field, another role's compartment, limit, kind.
std::vector<FieldProblem> find_faults(const access::Permit& permit, const Values& values,
                                      const std::vector<std::string>& cleared, Date today);
// Writes the versions and whatever follows from them; refuses contradictions.
Result<void> store_change(log::Act& act, const access::Permit& permit, CaseKeys& keys, const CaseId& id,
                          const Values& values, const std::vector<std::string>& cleared, Date today);

}  // namespace nrm::casefile
