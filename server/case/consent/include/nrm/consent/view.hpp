// One basis with what is sealed about it: for whoever confirms it, and for the printed record.
#pragma once

#include "nrm/consent/grounds.hpp"

namespace nrm::consent {

struct BasisView {
  RecordedBasis basis;
  std::map<std::string, std::string> detail;  // sealed with the case: src/detail.hpp names the members
  std::optional<GroundNotice> notice;         // of another ground
  std::optional<Personal<std::string>> review_note;
  std::string case_reference;
};
Result<BasisView> view_basis(log::Act& act, const access::Permit& permit, const CaseId& id, const BasisId& basis);

}  // namespace nrm::consent
