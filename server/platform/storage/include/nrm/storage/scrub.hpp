// What was deleted leaves the files too.
#pragma once

#include <string>
#include <vector>

#include "nrm/storage/database.hpp"

namespace nrm::storage {

// SQLite: what was deleted before is overwritten in the file, and the write-ahead log is emptied; false where somebody
// reads an older snapshot: try again. PostgreSQL: true, and nothing is done; see rewrite().
bool scrub(Database& database);
// Writes the tables anew without what was deleted: SQLite the whole file, PostgreSQL each table (VACUUM FULL), which
// nobody can read or write meanwhile. Throws DatabaseError.
void rewrite(Database& database, const Options& options, const std::vector<std::string>& tables);

}  // namespace nrm::storage
