// refused: private|no matching function
// Only a live row of the same transaction makes a basis; so nothing else makes a parcel.
#include "nrm/consent/basis.hpp"

void make(nrm::Random& random) {
  const auto id = nrm::BasisId::random(random);
#ifndef SOUND
  nrm::consent::Basis basis{id, nrm::CaseId::random(random), nrm::TeamId::random(random), "assist", {}, {}};
#endif
  (void)id;
}
