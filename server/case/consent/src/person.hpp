// The cases that stand for one person, as one member sees them: what she or somebody for her says in one of them counts
// in all, and only the surviving one says how old she is and who may speak for her.
#pragma once

#include <vector>

#include "nrm/casefile/case.hpp"

namespace nrm::consent {

struct PersonCases {
  CaseId asked;              // the one the member is at
  CaseId survivor;           // stands for her; of a case that is not merged, itself
  CaseId decides;            // the survivor, where this member opens it; else the one asked
  std::vector<CaseId> open;  // whose casework this member opens: the deciding one first, the one asked in any case
  bool by_survivor() const { return decides == survivor; }
};
// A team that holds one of them with others need not hold the rest, and a restriction may keep a member out.
PersonCases cases_of_person(log::Act& act, const access::Permit& permit, const CaseId& id);
// Whether the member's team holds that compartment of the case now and no restriction keeps her out.
bool opens(log::Act& act, const access::Permit& permit, const CaseId& id, access::Compartment kind);

// What was said at an absorbed case and reaches the others stands in the log of the surviving one: whoever holds the
// absorbed one with its team reads that one's log, and is not to read there of a case that he does not hold.
void file_with_survivor(log::Act& act, const access::Permit& permit, const PersonCases& person);

}  // namespace nrm::consent
