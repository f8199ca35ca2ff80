#include "sqlite_connection.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <stdexcept>
#include <thread>

#include <fmt/format.h>

#include "parameters.hpp"
#include "statement_text.hpp"

namespace nrm::storage {
namespace {

// Behaviours' statements are literals, so the program has some 1,300; past this someone composes text.
constexpr std::size_t kMaxStatements = 4096;

// The WAL takes over the file's mode, and only the server's own account has business in it.
void create_private_file(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd >= 0) ::close(fd);
}

void bind_one(sqlite3_stmt* statement, int at, const Value& value) {
  if (std::holds_alternative<std::monostate>(value)) {
    sqlite3_bind_null(statement, at);
  } else if (const auto* number = std::get_if<std::int64_t>(&value)) {
    sqlite3_bind_int64(statement, at, *number);
  } else if (const auto* text = std::get_if<std::string>(&value)) {
    sqlite3_bind_text64(statement, at, text->data(), text->size(), SQLITE_STATIC, SQLITE_UTF8);
  } else {
    const auto& bytes = std::get<Bytes>(value);
    // A null pointer would bind NULL, not zero bytes.
    sqlite3_bind_blob64(statement, at, bytes.empty() ? "" : static_cast<const void*>(bytes.data()), bytes.size(),
                        SQLITE_STATIC);
  }
}

Value column_value(sqlite3_stmt* statement, int at) {
  switch (sqlite3_column_type(statement, at)) {
    case SQLITE_NULL:
      return {};
    case SQLITE_INTEGER:
      return static_cast<std::int64_t>(sqlite3_column_int64(statement, at));
    case SQLITE_TEXT: {
      const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, at));
      return std::string(text, static_cast<std::size_t>(sqlite3_column_bytes(statement, at)));
    }
    case SQLITE_BLOB: {
      const auto* bytes = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement, at));
      return Bytes(bytes, bytes + sqlite3_column_bytes(statement, at));
    }
    default:
      throw std::logic_error{"SQL: a column holds a fraction; columns are text, integers or bytes"};
  }
}

ConstraintViolation::Kind constraint_kind(int code) {
  switch (code) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
      return ConstraintViolation::Kind::unique;
    case SQLITE_CONSTRAINT_FOREIGNKEY:
      return ConstraintViolation::Kind::foreign_key;
    default:
      return ConstraintViolation::Kind::other;
  }
}

}  // namespace

SqliteConnection::SqliteConnection(const std::string& path, Use use) : use_{use} {
  if (use == Use::writing) create_private_file(path);
  sqlite3* handle = nullptr;
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  const int code = sqlite3_open_v2(path.c_str(), &handle, flags, nullptr);
  handle_.reset(handle);
  if (code != SQLITE_OK) throw SqliteFault{code, fmt::format("cannot open {}: {}", path, sqlite3_errstr(code))};
  set_up();
}

void SqliteConnection::set_up() {
  keep_write_ahead_log();
  sqlite3_busy_timeout(handle(), kBusyMs);
  sqlite3_db_config(handle(), SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
  sqlite3_db_config(handle(), SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
  sqlite3_db_config(handle(), SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  // LIKE minds the case, as PostgreSQL's does. Checkpoints are made by the writer, who sees their errors: SQLite's own
  // automatic one swallows a failed fsync.
  constexpr std::array kPragmas{"PRAGMA synchronous=FULL",       "PRAGMA foreign_keys=ON",
                                "PRAGMA secure_delete=ON",       "PRAGMA trusted_schema=OFF",
                                "PRAGMA temp_store=MEMORY",      "PRAGMA wal_autocheckpoint=0",
                                "PRAGMA case_sensitive_like=ON", "PRAGMA cell_size_check=ON",
                                "PRAGMA cache_size=-16384",      "PRAGMA journal_size_limit=67108864"};
  for (const auto* pragma : kPragmas) execute(pragma);
  if (use_ == Use::reading) execute("PRAGMA query_only=ON");
}

void SqliteConnection::keep_write_ahead_log() {
  // Two processes that open a new file at once may find it busy, and SQLite does not always wait by itself here.
  constexpr int kPauseMs = 10;
  for (int tries = 0;; ++tries) {
    std::string mode;
    const auto note_mode = [](void* out, int, char** values, char**) {
      *static_cast<std::string*>(out) = values[0];
      return 0;
    };
    const int code = sqlite3_exec(handle(), "PRAGMA journal_mode=WAL", note_mode, &mode, nullptr);
    if (code == SQLITE_OK && mode == "wal") return;
    if ((code & 0xff) != SQLITE_BUSY || tries == kBusyMs / kPauseMs)
      fail(code == SQLITE_OK ? SQLITE_CANTOPEN : code, "journal_mode=WAL");
    std::this_thread::sleep_for(std::chrono::milliseconds{kPauseMs});
  }
}

Rows SqliteConnection::query(std::string_view sql, const Params& params) {
  auto& statement = prepare(sql);
  if (use_ == Use::reading && sqlite3_stmt_readonly(statement.handle.get()) == 0)
    fail_statement("a reader cannot write", sql);
  bind(statement, params, sql);
  Rows out;
  step_all(statement, sql, [&] { out.push_back(read_row(statement)); });
  return out;
}

void SqliteConnection::each(std::string_view sql, const std::function<void(const Row&)>& on_row) {
  auto& statement = prepare(sql);
  if (sqlite3_stmt_readonly(statement.handle.get()) == 0) fail_statement("a reader cannot write", sql);
  bind(statement, {}, sql);
  step_all(statement, sql, [&] { on_row(read_row(statement)); });
}

std::int64_t SqliteConnection::run(std::string_view sql, const Params& params) {
  auto& statement = prepare(sql);
  bind(statement, params, sql);
  const auto before = sqlite3_total_changes64(handle());
  step_all(statement, sql, [] {});
  // A statement that changes nothing leaves the count of the one before it.
  return sqlite3_total_changes64(handle()) == before ? 0 : sqlite3_changes64(handle());
}

void SqliteConnection::execute(const char* sql) {
  const int code = sqlite3_exec(handle(), sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) fail(code, sql);
}

void SqliteConnection::repeat(std::string_view sql) {
  step_all(prepare(sql), sql, [] {});
}

bool SqliteConnection::has_unmet_foreign_keys() const {
  int unmet = 0, peak = 0;
  sqlite3_db_status(handle_.get(), SQLITE_DBSTATUS_DEFERRED_FKS, &unmet, &peak, 0);
  return unmet != 0;
}

SqliteConnection::Statement& SqliteConnection::prepare(std::string_view sql) {
  if (const auto found = statements_.find(sql); found != statements_.end()) return found->second;
  std::string key{sql};
  if (statements_.size() >= kMaxStatements) statements_.clear();
  sqlite3_stmt* handle = nullptr;
  const char* rest = nullptr;
  const int code = sqlite3_prepare_v3(this->handle(), key.c_str(), static_cast<int>(key.size() + 1),
                                      SQLITE_PREPARE_PERSISTENT, &handle, &rest);
  Statement statement;
  statement.handle.reset(handle);
  if (code != SQLITE_OK) fail(code, sql);
  if (!tokens_of(rest).empty()) fail_statement("more than one statement", sql);
  for (int i = 1; i <= sqlite3_bind_parameter_count(handle); ++i) {
    const char* name = sqlite3_bind_parameter_name(handle, i);
    if (name == nullptr || name[0] != '$') fail_statement("parameters are named $name", sql);
    statement.names.emplace_back(name + 1);
  }
  statement.prepared_anew = -1;
  return statements_.emplace(std::move(key), std::move(statement)).first->second;
}

void SqliteConnection::bind(Statement& statement, const Params& params, std::string_view sql) {
  const auto values = match_parameters(statement.names, params, sql);
  for (std::size_t i = 0; i < values.size(); ++i) bind_one(statement.handle.get(), static_cast<int>(i) + 1, *values[i]);
}

void SqliteConnection::step_all(Statement& statement, std::string_view sql, const std::function<void()>& on_row) {
  // Left unreset, a statement would hold the snapshot open and point at values that are gone.
  struct Reset {
    sqlite3_stmt* statement;
    ~Reset() {
      sqlite3_reset(statement);
      sqlite3_clear_bindings(statement);
    }
  } reset{statement.handle.get()};
  int code = SQLITE_ROW;
  while ((code = sqlite3_step(statement.handle.get())) == SQLITE_ROW) on_row();
  if (code != SQLITE_DONE) fail(code, sql);
}

Row SqliteConnection::read_row(Statement& statement) {
  refresh_columns(statement);
  const int count = sqlite3_column_count(statement.handle.get());
  std::vector<Value> values;
  values.reserve(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) values.push_back(column_value(statement.handle.get(), i));
  return Row{statement.columns, std::move(values)};
}

void SqliteConnection::refresh_columns(Statement& statement) {
  const int anew = sqlite3_stmt_status(statement.handle.get(), SQLITE_STMTSTATUS_REPREPARE, 0);
  if (statement.columns && anew == statement.prepared_anew) return;
  const int width = sqlite3_column_count(statement.handle.get());
  std::vector<std::string> columns;
  columns.reserve(static_cast<std::size_t>(width));
  for (int i = 0; i < width; ++i) columns.emplace_back(sqlite3_column_name(statement.handle.get(), i));
  statement.columns = std::make_shared<const std::vector<std::string>>(std::move(columns));
  statement.prepared_anew = anew;
}

void SqliteConnection::fail(int code, std::string_view doing) const {
  const auto what = fmt::format("SQLite: {} ({}) in: {}", sqlite3_errmsg(handle_.get()), code, doing);
  switch (code & 0xff) {
    case SQLITE_FULL:
      throw DiskFull{what};
    case SQLITE_CONSTRAINT: {
      if (code == SQLITE_CONSTRAINT_DATATYPE) throw std::logic_error{what};
      throw ConstraintViolation{constraint_kind(code), what};
    }
    case SQLITE_ERROR:
    case SQLITE_MISUSE:
    case SQLITE_RANGE:
      throw std::logic_error{what};
    default:
      throw SqliteFault{code, what};
  }
}

}  // namespace nrm::storage
