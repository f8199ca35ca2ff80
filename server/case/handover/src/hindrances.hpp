// What stands in the way of an offer.
#pragma once

#include "whole.hpp"

namespace nrm::handover {

// In the order in which they are told; the first one is the answer to an offer.
struct Hindrance {
  std::string code;
  Problem problem;
};
std::vector<Hindrance> find_hindrances(log::Act& act, const access::Permit& permit, const CaseId& id, const TeamId& to,
                                       const Coverage& coverage);
// An emergency opening that nobody has looked at: its reason lies in the case, and only the team that holds it reads
// it.
bool waits_for_review(storage::Reader& reader, const std::vector<CaseId>& parts);

}  // namespace nrm::handover
