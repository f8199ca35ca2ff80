// expect: (cannot convert|could not convert|invalid initialization).*(Basis|CaseId|Id<)
#include "nrm/referral/parcel.hpp"

nrm::Result<nrm::referral::Parcel> make_one(nrm::log::Act& act, const nrm::access::Permit& permit, const nrm::CaseId& id) {
  return nrm::referral::Parcel::build(act, permit, id, {"identity.names"});
}
