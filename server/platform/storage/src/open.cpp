#include <cstdio>
#include <cstdlib>

#include <fmt/format.h>

#include "nrm/storage/database.hpp"
#include "sqlite_database.hpp"

namespace nrm::storage {
namespace {

[[noreturn]] void stop_process(std::string_view what) {
  fmt::print(stderr, "The disk did not take a write for certain; stopping so that nothing more is promised: {}\n", what);
  std::fflush(stderr);
  std::abort();
}

}  // namespace

std::unique_ptr<Database> open(const Options& options) {
  const std::string_view url{options.url};
  constexpr std::string_view kSqlite{"sqlite:"};
  const auto on_lost_disk = options.on_lost_disk ? options.on_lost_disk : stop_process;
  if (url.starts_with(kSqlite) && url.size() > kSqlite.size())
    return std::make_unique<SqliteDatabase>(std::string{url.substr(kSqlite.size())}, options.readers, on_lost_disk);
  throw DatabaseError{"a database is given as sqlite:FILE or postgresql:CONNECTION"};
}

}  // namespace nrm::storage
