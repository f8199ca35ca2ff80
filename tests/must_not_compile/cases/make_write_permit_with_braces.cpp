// refused: private
// Nor by the shorter way.
#include "nrm/storage/database.hpp"

bool touch(nrm::storage::Database& database) {
#ifdef SOUND
  return database.kind() == nrm::storage::Kind::sqlite;
#else
  return database.write({}, [](nrm::storage::Writer&) { return true; });
#endif
}
