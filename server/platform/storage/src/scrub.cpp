#include "nrm/storage/scrub.hpp"

#include <libpq-fe.h>

#include <memory>

#include <fmt/format.h>

#include "sqlite_connection.hpp"
#include "sqlite_database.hpp"

namespace nrm::storage {
namespace {

constexpr std::string_view kSqlite = "sqlite:";
constexpr std::string_view kPostgresql = "postgresql:";

struct Finish {
  void operator()(PGconn* connection) const { PQfinish(connection); }
};
struct Clear {
  void operator()(PGresult* result) const { PQclear(result); }
};

void rewrite_postgresql(const std::string& connection, const std::vector<std::string>& tables) {
  const std::unique_ptr<PGconn, Finish> handle{PQconnectdb(connection.c_str())};
  for (const auto& table : tables) {
    const auto sql = fmt::format("VACUUM (FULL, ANALYZE) {}", table);
    const std::unique_ptr<PGresult, Clear> result{PQexec(handle.get(), sql.c_str())};
    if (PQresultStatus(result.get()) != PGRES_COMMAND_OK)
      throw DatabaseError{fmt::format("PostgreSQL: {}: {}", sql, PQerrorMessage(handle.get()))};
  }
}

}  // namespace

bool scrub(Database& database) {
  auto* sqlite = dynamic_cast<SqliteDatabase*>(&database);
  return sqlite == nullptr || sqlite->empty_log();
}

void rewrite(Database& database, const Options& options, const std::vector<std::string>& tables) {
  const std::string_view url{options.url};
  if (database.kind() == Kind::postgresql) {
    const bool whole = url.starts_with("postgresql://");
    return rewrite_postgresql(std::string{whole ? url : url.substr(kPostgresql.size())}, tables);
  }
  SqliteConnection connection{std::string{url.substr(kSqlite.size())}, SqliteConnection::Use::writing};
  connection.execute("VACUUM");
  if (!scrub(database)) throw DatabaseError{"somebody reads an older snapshot: try again when no backup runs"};
}

}  // namespace nrm::storage
