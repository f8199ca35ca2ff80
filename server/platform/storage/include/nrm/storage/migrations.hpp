// Numbered, checksummed migrations per module, applied in the order of the modules given (floor order). An applied
// migration whose text changed since is refused: a schema is never guessed.
#pragma once

#include <string>
#include <vector>

#include "nrm/kernel/time.hpp"

#include "nrm/storage/database.hpp"

namespace nrm::storage {

// Portable SQL, statements separated by a line that holds only "--". Types: TEXT, BIGINT, BLOB (rewritten to INT on
// SQLite, whose strict tables know no BIGINT, and to BYTEA on PostgreSQL). Tables are STRICT on SQLite (added here).
// Nothing else may differ.
struct Migration {
  int number = 0;
  std::string_view name;
  std::string_view sql;
};

struct Schema {
  std::string_view module;
  std::vector<Migration> migrations;
  std::vector<std::string_view> upkeep_tables;  // may be written without a leaf
};

class Migrator {
 public:
  // Each migration in its own transaction. Safe where two processes do it at once. Throws DatabaseError with module,
  // number and reason.
  static void apply(Database& database, const std::vector<Schema>& schemas, const Clock& clock = SystemClock{});
};

}  // namespace nrm::storage
