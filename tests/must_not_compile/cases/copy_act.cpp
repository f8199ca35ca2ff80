// refused: deleted
// An act cannot outlive its transaction in a copy.
#include "nrm/log/act.hpp"

void keep(nrm::log::Act& act) {
#ifdef SOUND
  auto& copy = act;
#else
  auto copy = act;
#endif
  (void)copy;
}
