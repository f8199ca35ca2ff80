#include <algorithm>

#include "nrm/caseteam/caseteam.hpp"

namespace nrm::caseteam {

std::set<Compartment> covered_by(const std::set<std::string>& field_groups) {
  std::set<Compartment> out;
  for (const auto kind : access::kCompartments) {
    const bool covered = std::ranges::all_of(casefile::fields(), [&](const auto& field) {
      return field.compartment != kind || field_groups.contains(std::string{field.group});
    });
    if (covered) out.insert(kind);
  }
  return out;
}

std::vector<ProblemType> caseteam_problems() {
  return {problems::kNotCovered};
}

}  // namespace nrm::caseteam
