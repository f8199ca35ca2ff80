// One SQLite connection with its statements kept prepared. Used by one thread at a time.
#pragma once

#include <sqlite3.h>

#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "nrm/storage/database.hpp"

namespace nrm::storage {

// Carries SQLite's own code beside the text; an I/O fault is judged by where it happened.
class SqliteFault final : public DatabaseError {
 public:
  SqliteFault(int code, const std::string& what) : DatabaseError{what}, code_{code} {}
  int code() const { return code_; }
  bool is_io() const { return (code_ & 0xff) == SQLITE_IOERR; }
  bool is_failed_fsync() const { return code_ == SQLITE_IOERR_FSYNC || code_ == SQLITE_IOERR_DIR_FSYNC; }

 private:
  int code_;
};

class SqliteConnection {
 public:
  enum class Use { reading, writing };
  // Another process (an administrator's command beside the server) may hold the file's write lock for one act.
  static constexpr int kBusyMs = 10'000;
  SqliteConnection(const std::string& path, Use use);

  // Throws DiskFull, ConstraintViolation, SqliteFault; std::logic_error for bugs.
  Rows query(std::string_view sql, const Params& params);
  void each(std::string_view sql, const std::function<void(const Row&)>& on_row);
  std::int64_t run(std::string_view sql, const Params& params);
  // For this module's own transaction control and pragmas.
  void execute(const char* sql);
  // As execute(), for what is said again and again: one statement, prepared once.
  void repeat(std::string_view sql);

  bool in_transaction() const { return sqlite3_get_autocommit(handle_.get()) == 0; }
  bool has_unmet_foreign_keys() const;
  bool is_sound() const { return !in_transaction(); }
  sqlite3* handle() { return handle_.get(); }
  [[noreturn]] void fail(int code, std::string_view doing) const;

 private:
  struct CloseHandle {
    void operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }
  };
  struct FinishStatement {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  // Lets a statement be found by a view of its text.
  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  using Columns = std::shared_ptr<const std::vector<std::string>>;
  struct Statement {
    std::unique_ptr<sqlite3_stmt, FinishStatement> handle;
    std::vector<std::string> names;
    Columns columns;
    int prepared_anew = 0;  // SQLite prepares again when the schema changes: columns may differ then
  };

  void set_up();
  void keep_write_ahead_log();
  Statement& prepare(std::string_view sql);
  void bind(Statement& statement, const Params& params, std::string_view sql);
  Row read_row(Statement& statement);
  void refresh_columns(Statement& statement);
  void step_all(Statement& statement, std::string_view sql, const std::function<void()>& on_row);

  std::unique_ptr<sqlite3, CloseHandle> handle_;
  Use use_;
  std::unordered_map<std::string, Statement, TextHash, std::equal_to<>> statements_;
};

}  // namespace nrm::storage
