// One set of portable statements over SQLite and PostgreSQL 15. Statements bind by name ($name); differences live in
// this module. Columns are text, integer (64 bit), blob or null. Booleans are integers 0 and 1; times are integer
// microseconds (UtcTime), dates and identifiers are text.
#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "nrm/kernel/bytes.hpp"
#include "nrm/kernel/id.hpp"
#include "nrm/kernel/problem.hpp"
#include "nrm/kernel/time.hpp"

namespace nrm::log {
class Act;
class Sequencer;
}  // namespace nrm::log

namespace nrm::storage::testing {
class WriteAccess;
}

namespace nrm::storage {

using Value = std::variant<std::monostate, std::int64_t, std::string, Bytes>;

inline Value to_value(std::monostate) {
  return {};
}
inline Value to_value(std::nullopt_t) {
  return {};
}
template <class T>
requires std::is_integral_v<T> Value to_value(T number) {
  return static_cast<std::int64_t>(number);
}
inline Value to_value(std::string text) {
  return text;
}
inline Value to_value(std::string_view text) {
  return std::string{text};
}
inline Value to_value(const char* text) {
  return std::string{text};
}
inline Value to_value(Bytes bytes) {
  return bytes;
}
inline Value to_value(ByteView bytes) {
  return Bytes{bytes.begin(), bytes.end()};
}
inline Value to_value(UtcTime time) {
  return time.unix_us();
}
inline Value to_value(Date date) {
  return to_iso(date);
}
template <class T>
requires std::is_same_v<T, Value> Value to_value(const T& value) {
  return value;
}
template <class Tag>
Value to_value(const Id<Tag>& id) {
  return id.text();
}
template <class T>
Value to_value(const std::optional<T>& maybe) {
  return maybe ? to_value(*maybe) : Value{};
}

struct Param {
  std::string_view name;  // without the dollar sign
  Value value;
  template <class T>
  Param(std::string_view n, const T& v) : name{n}, value{to_value(v)} {}
};
using Params = std::vector<Param>;

// One row, by column name. A missing column or another type is a bug (std::logic_error).
class Row {
 public:
  Row(std::shared_ptr<const std::vector<std::string>> columns, std::vector<Value> values)
      : columns_{std::move(columns)}, values_{std::move(values)} {}
  bool is_null(std::string_view column) const;
  std::int64_t integer(std::string_view column) const;
  const std::string& text(std::string_view column) const;
  const Bytes& blob(std::string_view column) const;
  bool flag(std::string_view column) const { return integer(column) != 0; }
  UtcTime time(std::string_view column) const { return UtcTime::from_unix_us(integer(column)); }
  std::optional<UtcTime> maybe_time(std::string_view column) const;
  std::optional<std::string> maybe_text(std::string_view column) const;
  const std::vector<std::string>& columns() const { return *columns_; }
  const std::vector<Value>& values() const { return values_; }
  template <class IdType>
  IdType id(std::string_view column) const {
    return IdType::from_row(text(column));
  }

 private:
  const Value& at(std::string_view column) const;
  std::shared_ptr<const std::vector<std::string>> columns_;
  std::vector<Value> values_;
};
using Rows = std::vector<Row>;

// A database fault that is not the user's: the request ends with 503 or 500, the server lives. Disk full and failed
// fsync have their own types, because what follows differs.
class DatabaseError : public std::runtime_error {
  using std::runtime_error::runtime_error;
};
class DiskFull final : public DatabaseError {
  using DatabaseError::DatabaseError;
};
// A row that the schema does not allow. The act is over: on both databases nothing more can be done in it, and it rolls
// back even where the exception is caught.
class ConstraintViolation final : public DatabaseError {
 public:
  enum class Kind { unique, foreign_key, other };
  ConstraintViolation(Kind kind, const std::string& what) : DatabaseError{what}, kind_{kind} {}
  Kind kind() const { return kind_; }

 private:
  Kind kind_;
};
// Thrown inside an act when PostgreSQL asks for a re-run; never caught by behaviours.
class SerializationFailure final : public DatabaseError {
  using DatabaseError::DatabaseError;
};

// Reads in one snapshot. Valid only inside the callback it is handed to; used by one thread. A $name used but not
// given, or given but not used, is a bug (std::logic_error), as is text that is not UTF-8 or holds a NUL, a broken
// statement, or one that controls transactions. A parameter's type must be plain from its place: CAST($x AS TEXT) IS
// NULL.
class Reader {
 public:
  virtual ~Reader() = default;
  virtual Rows query(std::string_view sql, const Params& params = {}) = 0;
  std::optional<Row> query_one(std::string_view sql, const Params& params = {});
};

// Writes too. Whoever holds one must leave a leaf; see WritePermit.
class Writer : public Reader {
 public:
  // The number of rows changed.
  virtual std::int64_t run(std::string_view sql, const Params& params = {}) = 0;
};

// Only the log's act and sequencer, migrations and Upkeep can make one: code without it cannot write.
class WritePermit {
  friend class nrm::log::Act;
  friend class nrm::log::Sequencer;
  friend class Upkeep;
  friend class Migrator;
  friend class testing::WriteAccess;  // include/nrm/storage/testing.hpp
  WritePermit() = default;
};

struct Options {
  // "sqlite:/path/file.db" or "postgresql:<libpq connection string>"; a whole "postgresql://" URI stands for itself.
  std::string url;
  int readers = 4;
  // Called once when an fsync has failed: the process must stop, nothing is retried. Default: abort.
  std::function<void(std::string_view)> on_lost_disk;
};

enum class Kind { sqlite, postgresql };

// Since opening, of this process.
struct Statistics {
  std::int64_t acts = 0;     // acknowledged write() calls
  std::int64_t commits = 0;  // each waited for the disk once
  std::int64_t reruns = 0;   // PostgreSQL asked for a re-run
};

// Thread-safe. Blocking: never called on an I/O thread. Not to be called from inside its own callbacks: a write inside
// a write is refused (std::logic_error), a read there would not see what the act has written.
class Database {
 public:
  virtual ~Database() = default;
  virtual Kind kind() const = 0;
  // Runs `work` in one read-only snapshot.
  virtual void read(const std::function<void(Reader&)>& work) = 0;
  // Runs `work` in one transaction; commits when it returns true, rolls back when it returns false or throws.
  // Returns only after the commit is durable. Several callers at once may share one fsync. On PostgreSQL the isolation
  // is SERIALIZABLE and `work` may run up to three times: it must be re-runnable and do no I/O of its own.
  virtual bool write(WritePermit, const std::function<bool(Writer&)>& work) = 0;
  // A consistent copy while serving (SQLite: online backup to a file; PostgreSQL: refuses, use export of tables).
  virtual void copy_to(const std::string& path) = 0;
  virtual Statistics statistics() const { return {}; }

  template <class F>
  auto reading(F work) {
    std::optional<std::invoke_result_t<F, Reader&>> out;
    read([&](Reader& reader) { out.emplace(work(reader)); });
    return std::move(*out);
  }
};

std::unique_ptr<Database> open(const Options& options);

// Writes without a leaf, to the listed tables and no others: anything else throws std::logic_error. A table is put on
// the list by its module's Schema.
class Upkeep {
 public:
  Upkeep(Database& database, std::vector<std::string> tables);
  // As Database::write. `sql` of each run() is checked: its target table must be listed.
  bool write(const std::function<bool(Writer&)>& work);

 private:
  Database& database_;
  std::vector<std::string> tables_;
};

}  // namespace nrm::storage
