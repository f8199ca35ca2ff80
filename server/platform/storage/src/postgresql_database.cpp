#include "postgresql_database.hpp"

#include <stdexcept>
#include <type_traits>

#include "parameters.hpp"
#include "row_stream.hpp"

namespace nrm::storage {
namespace {

constexpr int kTries = 3;
// Writers wait for the disk together; more of them than this only conflict more often.
constexpr int kWriters = 8;

class TransactionReader final : public Reader, public RowStream {
 public:
  explicit TransactionReader(PostgresqlConnection& connection) : connection_{connection} {}
  Rows query(std::string_view sql, const Params& params) override {
    check_statement(sql, false);
    return connection_.query(sql, params);
  }
  void each(std::string_view sql, const std::function<void(const Row&)>& on_row) override {
    check_statement(sql, false);
    connection_.each(sql, on_row);
  }

 private:
  PostgresqlConnection& connection_;
};

class ActWriter final : public Writer {
 public:
  explicit ActWriter(PostgresqlConnection& connection) : connection_{connection} {}
  Rows query(std::string_view sql, const Params& params) override {
    return guarded([&] { return connection_.query(sql, params); }, sql);
  }
  std::int64_t run(std::string_view sql, const Params& params) override {
    return guarded([&] { return connection_.run(sql, params); }, sql);
  }
  // The first fault inside the act; none where all went well.
  const std::exception_ptr& fault() const { return fault_; }

 private:
  template <class F>
  std::invoke_result_t<F> guarded(F work, std::string_view sql) {
    if (fault_) throw DatabaseError{"the act has failed already"};
    try {
      check_statement(sql, true);
      return work();
    } catch (...) {
      fault_ = std::current_exception();
      throw;
    }
  }

  PostgresqlConnection& connection_;
  std::exception_ptr fault_;
};

// A write inside a write would wait for itself at the turnstile, sooner or later.
class OneWrite {
 public:
  OneWrite(std::mutex& mutex, std::set<std::thread::id>& writing) : mutex_{mutex}, writing_{writing} {
    const std::lock_guard lock{mutex_};
    if (!writing_.insert(std::this_thread::get_id()).second) throw std::logic_error{"a write inside a write"};
  }
  ~OneWrite() {
    const std::lock_guard lock{mutex_};
    writing_.erase(std::this_thread::get_id());
  }
  OneWrite(const OneWrite&) = delete;
  OneWrite& operator=(const OneWrite&) = delete;

 private:
  std::mutex& mutex_;
  std::set<std::thread::id>& writing_;
};

struct RollBack {
  PostgresqlConnection& connection;
  ~RollBack() { connection.roll_back(); }
};

}  // namespace

PostgresqlDatabase::PostgresqlDatabase(const std::string& connection, int readers)
    : readers_{readers, [connection] { return std::make_unique<PostgresqlConnection>(connection); }},
      writers_{kWriters, [connection] { return std::make_unique<PostgresqlConnection>(connection); }} {
  const Loan at_once{writers_};  // a wrong address or setting is told at start, not at the first act
}

void PostgresqlDatabase::read(const std::function<void(Reader&)>& work) {
  for (int tries = 1;; ++tries) {
    Loan connection{readers_};
    const RollBack end{*connection};
    connection->begin_with_next("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    TransactionReader reader{*connection};
    try {
      return work(reader);
    } catch (const ConnectionLost&) {
      if (tries == kTries) throw;
    } catch (const SerializationFailure&) {
      if (tries == kTries) throw;
    }
  }
}

bool PostgresqlDatabase::write(WritePermit, const std::function<bool(Writer&)>& work) {
  const OneWrite one{mutex_, writing_};
  for (int tries = 1;; ++tries) {
    const auto once = [&] { return try_write(work); };
    try {
      const bool kept = tries < kTries ? turnstile_.side_by_side(once) : turnstile_.alone(once);
      acts_ += kept ? 1 : 0;
      return kept;
    } catch (const SerializationFailure&) {
      if (tries == kTries) throw;
    } catch (const ConnectionLost&) {
      if (tries == kTries) throw;
    }
    ++reruns_;
  }
}

bool PostgresqlDatabase::try_write(const std::function<bool(Writer&)>& work) {
  Loan connection{writers_};
  const RollBack end{*connection};
  connection->begin_with_next("BEGIN ISOLATION LEVEL SERIALIZABLE");
  ActWriter writer{*connection};
  const bool kept = work(writer);
  if (!kept) return false;
  if (writer.fault()) std::rethrow_exception(writer.fault());
  connection->commit();
  return true;
}

void PostgresqlDatabase::copy_to(const std::string&) {
  throw DatabaseError{"a PostgreSQL database is copied with PostgreSQL's own tools"};
}

Statistics PostgresqlDatabase::statistics() const {
  return {acts_, acts_, reruns_};
}

}  // namespace nrm::storage
