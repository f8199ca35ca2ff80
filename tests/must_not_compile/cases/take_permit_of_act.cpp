// refused: private
// An act's permit stays the act's.
#include "nrm/log/act.hpp"

#ifndef SOUND
nrm::storage::WritePermit permit() {
  return nrm::log::Act::permit();
}
#endif
