// expect: is private within this context
#include "nrm/consent/basis.hpp"

nrm::consent::Basis make_one(const nrm::BasisId& basis, const nrm::CaseId& id, const nrm::TeamId& team) {
  return nrm::consent::Basis{basis, id, team, "assist", {"identity"}, {}};
}
