// refused: convert|no matching function|no viable|no known conversion|invalid initialization|cannot bind
// No key opens without an act.
#include "nrm/access/keyring.hpp"

void open(nrm::log::Act& act, nrm::storage::Writer& writer, const nrm::access::Permit& permit) {
#ifdef SOUND
  (void)nrm::access::open_team_key(act, permit, nrm::access::Compartment::identity);
#else
  (void)nrm::access::open_team_key(writer, permit, nrm::access::Compartment::identity);
#endif
  (void)act;
  (void)writer;
}
