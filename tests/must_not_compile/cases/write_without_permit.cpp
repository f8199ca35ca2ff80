// refused: could not convert|no matching function|cannot convert|no viable|too few|too many|no known conversion
// No write without a leaf: Database::write wants a permit, which only an act, the sequencer and upkeep have.
#include "nrm/storage/database.hpp"

bool touch(nrm::storage::Database& database) {
#ifdef SOUND
  database.read([](nrm::storage::Reader&) {});
  return true;
#else
  return database.write([](nrm::storage::Writer&) { return true; });
#endif
}
