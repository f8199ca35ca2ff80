// refused: deleted
// A parcel belongs to one referral: it is not sent twice.
#include <utility>

#include "nrm/referral/parcel.hpp"

nrm::referral::Parcel keep(nrm::referral::Parcel& parcel) {
#ifndef SOUND
  return parcel;
#else
  return std::move(parcel);
#endif
}
