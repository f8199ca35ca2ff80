// refused: could not convert|cannot convert|no matching function|no viable|no known conversion|invalid initialization
// No key opens without a decision.
#include "nrm/access/keyring.hpp"

void open(nrm::log::Act& act, const nrm::access::Session& session, const nrm::access::Permit& permit) {
#ifdef SOUND
  (void)nrm::access::open_team_key(act, permit, nrm::access::Compartment::identity);
#else
  (void)nrm::access::open_team_key(act, session, nrm::access::Compartment::identity);
#endif
  (void)session;
  (void)permit;
}
