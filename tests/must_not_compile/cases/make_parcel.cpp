// refused: private|no matching (function|constructor)
// A parcel is built from a live basis; nobody makes an empty one and fills it.
#include "nrm/referral/parcel.hpp"

void make(nrm::Random& random) {
  const auto id = nrm::ReferralId::random(random);
#ifndef SOUND
  nrm::referral::Parcel parcel{};
#endif
  (void)id;
}
