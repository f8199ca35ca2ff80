// refused: private
// Only the decision makes a permit.
#include "nrm/access/decide.hpp"

void open(const nrm::access::Session& session) {
#ifndef SOUND
  nrm::access::Permit permit{session};
#endif
  (void)session;
}
