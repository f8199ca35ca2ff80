// refused: private
// No write without a leaf: nobody else makes a permit.
#include "nrm/storage/database.hpp"

#ifndef SOUND
nrm::storage::WritePermit permit() {
  return nrm::storage::WritePermit();
}
#endif
