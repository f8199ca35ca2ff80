// One libpq connection in pipeline mode, with its statements kept prepared. Used by one thread at a time.
#pragma once

#include <libpq-fe.h>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "nrm/storage/database.hpp"
#include "postgresql_types.hpp"

namespace nrm::storage {

// The connection broke before anything was asked to commit: the same work may run anew on another.
class ConnectionLost final : public DatabaseError {
  using DatabaseError::DatabaseError;
};

class PostgresqlConnection {
 public:
  explicit PostgresqlConnection(const std::string& connection);

  // Sent together with the first statement: one way to the server and back instead of two.
  void begin_with_next(const char* begin) { begin_ = begin; }
  // Throws SerializationFailure, ConnectionLost, DiskFull, ConstraintViolation, DatabaseError; std::logic_error for
  // bugs.
  Rows query(std::string_view sql, const Params& params);
  // The server sends row by row, and no more than one is held here.
  void each(std::string_view sql, const std::function<void(const Row&)>& on_row);
  std::int64_t run(std::string_view sql, const Params& params);
  // True where the server says it has committed. Where nothing was sent there was nothing to commit.
  void commit();
  void roll_back() noexcept;

  bool is_sound() const;

 private:
  struct Finish {
    void operator()(PGconn* connection) const { PQfinish(connection); }
  };
  struct Statement {
    std::string name;
    std::shared_ptr<const std::vector<std::string>> columns;
  };

  static std::vector<std::string> column_names(const PGresult& result);
  PostgresqlResult execute(std::string_view sql, const Params& params, Statement** used);
  PostgresqlResult simple(const char* sql);
  void send_prepare(const std::string& name, const std::string& sql, const PostgresqlParams& values);
  void send_prepared(const std::string& name, const PostgresqlParams& values);
  void sync();
  // The result of the oldest command sent; its end is taken too.
  PostgresqlResult next_result();
  void drain() noexcept;
  void check(const PostgresqlResult& result, std::string_view sql);
  [[noreturn]] void fail_sending();
  void check_settings();

  std::unique_ptr<PGconn, Finish> handle_;
  const char* begin_ = nullptr;
  bool broken_ = false;  // answers and questions may no longer match
  int last_name_ = 0;
  std::unordered_map<std::string, Statement> statements_;
};

}  // namespace nrm::storage
