#include "sqlite_database.hpp"

#include "parameters.hpp"
#include "row_stream.hpp"

namespace nrm::storage {
namespace {

class SnapshotReader final : public Reader, public RowStream {
 public:
  explicit SnapshotReader(SqliteConnection& connection) : connection_{connection} {}
  Rows query(std::string_view sql, const Params& params) override {
    check_statement(sql, false);
    return connection_.query(sql, params);
  }
  void each(std::string_view sql, const std::function<void(const Row&)>& on_row) override {
    check_statement(sql, false);
    connection_.each(sql, on_row);
  }

 private:
  SqliteConnection& connection_;
};

}  // namespace

SqliteDatabase::SqliteDatabase(const std::string& path, int readers, std::function<void(std::string_view)> on_lost_disk)
    : writer_{path, std::move(on_lost_disk)}, readers_{readers, [path] {
                                                         return std::make_unique<SqliteConnection>(
                                                             path, SqliteConnection::Use::reading);
                                                       }} {}

void SqliteDatabase::read(const std::function<void(Reader&)>& work) {
  Loan connection{readers_};
  connection->repeat("BEGIN");
  struct End {
    SqliteConnection& connection;
    ~End() { sqlite3_exec(connection.handle(), "ROLLBACK", nullptr, nullptr, nullptr); }
  } end{*connection};
  SnapshotReader reader{*connection};
  work(reader);
}

bool SqliteDatabase::write(WritePermit, const std::function<bool(Writer&)>& work) {
  return writer_.write(work);
}

}  // namespace nrm::storage
