#pragma once

#include <string>

#include "nrm/storage/database.hpp"
#include "pool.hpp"
#include "sqlite_connection.hpp"
#include "sqlite_writer.hpp"

namespace nrm::storage {

class SqliteDatabase final : public Database {
 public:
  SqliteDatabase(const std::string& path, int readers, std::function<void(std::string_view)> on_lost_disk);
  Kind kind() const override { return Kind::sqlite; }
  void read(const std::function<void(Reader&)>& work) override;
  bool write(WritePermit permit, const std::function<bool(Writer&)>& work) override;
  void copy_to(const std::string& path) override;
  // False where a reader in an older snapshot keeps the log needed.
  bool empty_log() { return writer_.empty_log(); }
  Statistics statistics() const override { return writer_.statistics(); }

 private:
  SqliteWriter writer_;  // first: it makes the file
  Pool<SqliteConnection> readers_;
};

}  // namespace nrm::storage
