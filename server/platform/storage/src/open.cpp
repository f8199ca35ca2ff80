#include <cstdio>
#include <cstdlib>

#include <fmt/format.h>

#include "nrm/storage/database.hpp"
#include "postgresql_database.hpp"
#include "sqlite_database.hpp"

namespace nrm::storage {
namespace {

[[noreturn]] void stop_process(std::string_view what) {
  fmt::print(stderr, "The disk did not take a write for certain; stopping so that nothing more is promised: {}\n",
             what);
  (void)std::fflush(stderr);
  std::abort();
}

}  // namespace

std::unique_ptr<Database> open(const Options& options) {
  const std::string_view url{options.url};
  constexpr std::string_view kSqlite{"sqlite:"}, kPostgresql{"postgresql:"};
  const auto on_lost_disk = options.on_lost_disk ? options.on_lost_disk : stop_process;
  if (url.starts_with(kSqlite) && url.size() > kSqlite.size())
    return std::make_unique<SqliteDatabase>(std::string{url.substr(kSqlite.size())}, options.readers, on_lost_disk);
  if (url.starts_with("postgresql://")) return std::make_unique<PostgresqlDatabase>(options.url, options.readers);
  if (url.starts_with(kPostgresql))
    return std::make_unique<PostgresqlDatabase>(std::string{url.substr(kPostgresql.size())}, options.readers);
  throw DatabaseError{"a database is given as sqlite:FILE or postgresql:CONNECTION"};
}

}  // namespace nrm::storage
