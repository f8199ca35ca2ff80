// refused: no member named
// A reader reads.
#include "nrm/storage/database.hpp"

void touch(nrm::storage::Reader& reader) {
#ifdef SOUND
  (void)reader.query("SELECT 1 AS one");
#else
  (void)reader.run("DELETE FROM log_leaf");
#endif
}
