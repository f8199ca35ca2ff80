// Under which names this module keeps its sealed words with a case.
#pragma once

#include "nrm/access/break_glass.hpp"

namespace nrm::oversight {

inline std::string reason_field(const access::BreakGlassId& id) {
  return "casework.break-glass:" + id.text();
}
inline std::string review_field(const access::BreakGlassId& id) {
  return "casework.break-glass-review:" + id.text();
}

}  // namespace nrm::oversight
