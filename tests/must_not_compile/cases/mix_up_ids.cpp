// refused: could not convert|cannot convert|no matching function|no viable|no known conversion|invalid initialization
// A team's identifier cannot stand for a case's.
#include "nrm/kernel/id.hpp"

void close(const nrm::CaseId&);
void mix_up(const nrm::TeamId& team, const nrm::CaseId& case_id) {
#ifdef SOUND
  close(case_id);
#else
  close(team);
#endif
  (void)team;
  (void)case_id;
}
