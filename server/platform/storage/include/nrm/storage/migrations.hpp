// Numbered, checksummed migrations per module, applied in the order of the modules given (floor order). An applied
// migration whose text changed since is refused: a schema is never guessed.
#pragma once

#include <string>
#include <vector>

#include "nrm/storage/database.hpp"

namespace nrm::storage {

// Portable SQL, statements separated by a line that holds only "--". Types: TEXT, BIGINT, BLOB (rewritten to BYTEA on
// PostgreSQL). Tables are STRICT on SQLite (added here). Nothing else may differ.
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
  // Throws DatabaseError with module, number and reason.
  static void apply(Database& database, const std::vector<Schema>& schemas);
};

}  // namespace nrm::storage
