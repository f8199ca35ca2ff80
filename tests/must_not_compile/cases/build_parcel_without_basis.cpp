// refused: could not convert|cannot convert|no viable conversion|invalid initialization
// A case's id is no reason to pass anything on: only a basis is.
#include "nrm/referral/parcel.hpp"

nrm::Result<nrm::referral::Parcel> build(nrm::log::Act& act, const nrm::access::Permit& permit, const nrm::CaseId& id,
                                         const nrm::consent::Basis& basis) {
#ifndef SOUND
  return nrm::referral::Parcel::build(act, permit, id, {"identity.names"});
#else
  (void)id;
  return nrm::referral::Parcel::build(act, permit, basis, {"identity.names"});
#endif
}
