// refused: private
// Only the journal makes an act, and with it a leaf.
#include "nrm/log/act.hpp"

void make(nrm::log::Journal& journal, nrm::storage::Writer& writer) {
#ifdef SOUND
  (void)writer.run("");
#else
  nrm::log::Act act{journal, writer, nrm::log::Header{}};
#endif
  (void)journal;
}
