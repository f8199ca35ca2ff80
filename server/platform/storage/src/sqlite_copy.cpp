#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <memory>
#include <system_error>

#include <fmt/format.h>

#include "sqlite_database.hpp"

namespace nrm::storage {
namespace {

namespace fs = std::filesystem;

struct CloseHandle {
  void operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }
};
using Handle = std::unique_ptr<sqlite3, CloseHandle>;

[[noreturn]] void fail_copy(const std::string& path, std::string_view why) {
  throw DatabaseError{fmt::format("cannot copy the database to {}: {}", path, why)};
}

Handle create_target(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0) fail_copy(path, std::generic_category().message(errno));
  ::close(fd);
  sqlite3* handle = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
  Handle out{handle};
  if (code != SQLITE_OK) fail_copy(path, sqlite3_errstr(code));
  return out;
}

// All pages in one step, which holds one snapshot while others write on.
void copy_pages(sqlite3* from, sqlite3* to, const std::string& path) {
  auto* backup = sqlite3_backup_init(to, "main", from, "main");
  if (backup == nullptr) fail_copy(path, sqlite3_errmsg(to));
  sqlite3_backup_step(backup, -1);
  const int code = sqlite3_backup_finish(backup);
  if ((code & 0xff) == SQLITE_FULL) throw DiskFull{fmt::format("no room for a copy at {}", path)};
  if (code != SQLITE_OK) fail_copy(path, sqlite3_errstr(code));
}

void sync_path(const std::string& path, int flags) {
  const int fd = ::open(path.c_str(), flags | O_CLOEXEC);
  const int failed = fd < 0 ? -1 : ::fsync(fd);
  if (fd >= 0) ::close(fd);
  if (failed != 0) fail_copy(path, "it did not reach the disk");
}

}  // namespace

void SqliteDatabase::copy_to(const std::string& path) {
  if (fs::exists(path)) fail_copy(path, "it exists");
  const auto partial = path + ".partial";
  fs::remove(partial);
  try {
    auto target = create_target(partial);
    {
      Loan connection{readers_};
      copy_pages(connection->handle(), target.get(), partial);
    }
    target.reset();
    sync_path(partial, O_RDONLY);
    fs::rename(partial, path);
    const auto folder = fs::absolute(path).parent_path().string();
    sync_path(folder, O_RDONLY | O_DIRECTORY);
  } catch (...) {
    std::error_code ignored;
    fs::remove(partial, ignored);
    throw;
  }
}

}  // namespace nrm::storage
