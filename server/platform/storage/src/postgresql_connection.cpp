#include "postgresql_connection.hpp"

#include <stdexcept>

#include <fmt/format.h>

#include "parameters.hpp"
#include "statement_text.hpp"

namespace nrm::storage {
namespace {

constexpr std::size_t kMaxStatements = 4096;

}  // namespace

PostgresqlConnection::PostgresqlConnection(const std::string& connection) : handle_{PQconnectdb(connection.c_str())} {
  if (PQstatus(handle_.get()) != CONNECTION_OK)
    throw DatabaseError{fmt::format("cannot reach PostgreSQL: {}", PQerrorMessage(handle_.get()))};
  PQsetNoticeProcessor(
      handle_.get(), [](void*, const char*) {}, nullptr);
  if (PQsetClientEncoding(handle_.get(), "UTF8") != 0) throw DatabaseError{"PostgreSQL does not speak UTF-8"};
  check_settings();
  if (PQenterPipelineMode(handle_.get()) != 1) throw DatabaseError{"libpq without pipeline mode"};
}

void PostgresqlConnection::check_settings() {
  constexpr const char* kSql =
      "SELECT current_setting('fsync') = 'on' AND current_setting('full_page_writes') = 'on'"
      " AND current_setting('synchronous_commit') IN ('on', 'remote_apply'),"
      " current_setting('server_encoding') = 'UTF8',"
      " datcollate IN ('C', 'POSIX', 'C.UTF-8', 'C.utf8') FROM pg_database WHERE datname = current_database()";
  const PostgresqlResult result{PQexec(handle_.get(), kSql)};
  if (PQresultStatus(result.get()) != PGRES_TUPLES_OK || PQntuples(result.get()) != 1) throw_postgresql(*result, kSql);
  const auto holds = [&](int column) { return *PQgetvalue(result.get(), 0, column) == 't'; };
  if (!holds(0)) throw DatabaseError{"PostgreSQL must run with fsync, full_page_writes and synchronous_commit on"};
  if (!holds(1)) throw DatabaseError{"the PostgreSQL database must be made with ENCODING 'UTF8'"};
  if (!holds(2)) throw DatabaseError{"the PostgreSQL database must be made with LOCALE 'C': order is binary"};
}

Rows PostgresqlConnection::query(std::string_view sql, const Params& params) {
  Statement* used = nullptr;
  const auto result = execute(sql, params, &used);
  const int width = PQnfields(result.get());
  if (!used->columns) used->columns = std::make_shared<const std::vector<std::string>>(column_names(*result));
  Rows out;
  for (int row = 0; row < PQntuples(result.get()); ++row) {
    std::vector<Value> values;
    values.reserve(static_cast<std::size_t>(width));
    for (int i = 0; i < width; ++i) values.push_back(read_column(*result, row, i));
    out.emplace_back(used->columns, std::move(values));
  }
  return out;
}

std::vector<std::string> PostgresqlConnection::column_names(const PGresult& result) {
  std::vector<std::string> out;
  for (int i = 0; i < PQnfields(&result); ++i) out.emplace_back(PQfname(&result, i));
  return out;
}

void PostgresqlConnection::each(std::string_view sql, const std::function<void(const Row&)>& on_row) {
  if (const char* begin = std::exchange(begin_, nullptr)) check(simple(begin), begin);
  const std::string text{sql};
  if (PQsendQueryParams(handle_.get(), text.c_str(), 0, nullptr, nullptr, nullptr, nullptr, 1) != 1) fail_sending();
  sync();
  if (PQsetSingleRowMode(handle_.get()) != 1) fail_sending();
  // Left half read, the connection answers with rows where a command is asked for.
  const bool was_broken = std::exchange(broken_, true);
  std::shared_ptr<const std::vector<std::string>> columns;
  PostgresqlResult part{PQgetResult(handle_.get())};
  for (; PQresultStatus(part.get()) == PGRES_SINGLE_TUPLE; part.reset(PQgetResult(handle_.get()))) {
    if (!columns) columns = std::make_shared<const std::vector<std::string>>(column_names(*part));
    std::vector<Value> values;
    for (int i = 0; i < PQnfields(part.get()); ++i) values.push_back(read_column(*part, 0, i));
    on_row(Row{columns, std::move(values)});
  }
  const PostgresqlResult end{PQgetResult(handle_.get())};
  if (!part || end) fail_sending();
  broken_ = was_broken;
  drain();
  check(part, sql);
}

std::int64_t PostgresqlConnection::run(std::string_view sql, const Params& params) {
  Statement* used = nullptr;
  const auto result = execute(sql, params, &used);
  const std::string_view count{PQcmdTuples(result.get())};
  return count.empty() || PQresultStatus(result.get()) == PGRES_TUPLES_OK ? 0 : std::stoll(std::string{count});
}

PostgresqlResult PostgresqlConnection::execute(std::string_view sql, const Params& params, Statement** used) {
  const auto numbered = number_parameters(sql);
  const PostgresqlParams values{match_parameters(numbered.names, params, sql)};
  const auto key = values.signature() + "|" + std::string{sql};
  const auto known = statements_.find(key);
  const auto name = known != statements_.end() ? known->second.name : fmt::format("s{}", ++last_name_);
  const bool begins = begin_ != nullptr;
  if (begins && PQsendQueryParams(handle_.get(), begin_, 0, nullptr, nullptr, nullptr, nullptr, 1) != 1) fail_sending();
  begin_ = nullptr;
  if (known == statements_.end()) send_prepare(name, numbered.sql, values);
  send_prepared(name, values);
  sync();
  const auto begun = begins ? next_result() : PostgresqlResult{};
  const auto prepared = known == statements_.end() ? next_result() : PostgresqlResult{};
  auto result = next_result();
  drain();
  if (begun) check(begun, sql);
  if (prepared) check(prepared, sql);
  if (prepared)
    *used = &(statements_[key] = {name, nullptr});
  else
    *used = &known->second;
  check(result, sql);
  return result;
}

void PostgresqlConnection::send_prepare(const std::string& name, const std::string& sql,
                                        const PostgresqlParams& values) {
  if (PQsendPrepare(handle_.get(), name.c_str(), sql.c_str(), values.count(), values.types.data()) != 1) fail_sending();
}

void PostgresqlConnection::send_prepared(const std::string& name, const PostgresqlParams& values) {
  if (PQsendQueryPrepared(handle_.get(), name.c_str(), values.count(), values.values.data(), values.lengths.data(),
                          values.formats.data(), 1) != 1)
    fail_sending();
}

void PostgresqlConnection::sync() {
  if (PQpipelineSync(handle_.get()) != 1) fail_sending();
}

PostgresqlResult PostgresqlConnection::next_result() {
  PostgresqlResult out{PQgetResult(handle_.get())};
  if (!out || PQstatus(handle_.get()) != CONNECTION_OK) fail_sending();
  const PostgresqlResult end{PQgetResult(handle_.get())};
  if (end) broken_ = true;
  return out;
}

// To the sync's own result, after which the connection takes commands again.
void PostgresqlConnection::drain() noexcept {
  const PostgresqlResult end{PQgetResult(handle_.get())};
  if (PQresultStatus(end.get()) != PGRES_PIPELINE_SYNC) broken_ = true;
}

void PostgresqlConnection::check(const PostgresqlResult& result, std::string_view sql) {
  switch (PQresultStatus(result.get())) {
    case PGRES_COMMAND_OK:
    case PGRES_TUPLES_OK:
      return;
    case PGRES_PIPELINE_ABORTED:
      throw DatabaseError{fmt::format("not run after an earlier fault: {}", sql)};
    default:
      break;
  }
  const char* field = PQresultErrorField(result.get(), PG_DIAG_SQLSTATE);
  const std::string_view state{field == nullptr ? "" : field};
  // Class 57P: the server is being shut down and ends the session.
  if (state.starts_with("57P") || PQstatus(handle_.get()) != CONNECTION_OK) {
    broken_ = true;
    throw ConnectionLost{fmt::format("PostgreSQL went away: {}", PQresultErrorMessage(result.get()))};
  }
  if (state == "0A000" || state == "26000") broken_ = true;  // a new connection prepares its statements anew
  throw_postgresql(*result, sql);
}

void PostgresqlConnection::fail_sending() {
  broken_ = true;
  throw ConnectionLost{fmt::format("PostgreSQL went away: {}", PQerrorMessage(handle_.get()))};
}

PostgresqlResult PostgresqlConnection::simple(const char* sql) {
  if (PQsendQueryParams(handle_.get(), sql, 0, nullptr, nullptr, nullptr, nullptr, 1) != 1) fail_sending();
  sync();
  auto result = next_result();
  drain();
  return result;
}

void PostgresqlConnection::commit() {
  if (std::exchange(begin_, nullptr) != nullptr) return;
  try {
    const auto result = simple("COMMIT");
    check(result, "COMMIT");
    // An aborted transaction answers COMMIT with ROLLBACK.
    if (std::string_view{PQcmdStatus(result.get())} != "COMMIT") throw DatabaseError{"PostgreSQL rolled back instead"};
  } catch (const ConnectionLost& lost) {
    throw DatabaseError{fmt::format("it is not known whether the act was kept: {}", lost.what())};
  }
}

void PostgresqlConnection::roll_back() noexcept {
  if (std::exchange(begin_, nullptr) != nullptr || broken_) return;
  try {
    if (PQtransactionStatus(handle_.get()) != PQTRANS_IDLE) simple("ROLLBACK");
  } catch (...) {
    broken_ = true;
  }
}

bool PostgresqlConnection::is_sound() const {
  return !broken_ && PQstatus(handle_.get()) == CONNECTION_OK && PQtransactionStatus(handle_.get()) == PQTRANS_IDLE &&
         statements_.size() < kMaxStatements;
}

}  // namespace nrm::storage
