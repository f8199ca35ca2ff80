// The disk's own rate and bare SQLite's: what no program that keeps its word can be quicker than.
//   bench_bare disk FOLDER SECONDS            appends of 4 KiB, each with its fdatasync
//   bench_bare sqlite FOLDER SECONDS BYTES    transactions that insert so many bytes, each durable (WAL, FULL)
#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <stdexcept>
#include <string>
#include <vector>

namespace nrm::bench {
namespace {

using Clock = std::chrono::steady_clock;
using Seconds = std::chrono::duration<double>;

template <class Step>
void measure(double seconds, Step step) {
  std::vector<double> times;
  const auto began = Clock::now();
  while (Seconds{Clock::now() - began}.count() < seconds) {
    const auto at = Clock::now();
    step();
    times.push_back(Seconds{Clock::now() - at}.count());
  }
  const auto rate = static_cast<double>(times.size()) / Seconds{Clock::now() - began}.count();
  std::sort(times.begin(), times.end());
  const auto at = [&](double share) {
    return 1000 *
           times[std::min(times.size() - 1, static_cast<std::size_t>(share * static_cast<double>(times.size())))];
  };
  fmt::print(R"({{"rate":{:.2f},"p50_ms":{:.3f},"p99_ms":{:.3f}}})"
             "\n",
             rate, at(0.5), at(0.99));
}

void measure_disk(const std::string& folder, double seconds) {
  const auto path = folder + "/disk";
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (file < 0) throw std::runtime_error{path + " cannot be written"};
  const std::string piece(4096, 'x');
  measure(seconds, [&] {
    if (::write(file, piece.data(), piece.size()) < 0 || ::fdatasync(file) != 0)
      throw std::runtime_error{"the disk refuses"};
  });
  ::close(file);
  ::unlink(path.c_str());
}

void must(sqlite3* database, int code, int wanted = SQLITE_OK) {
  if (code != wanted) throw std::runtime_error{sqlite3_errmsg(database)};
}

void measure_sqlite(const std::string& folder, double seconds, std::size_t bytes) {
  const auto path = folder + "/bare.db";
  sqlite3* database = nullptr;
  must(database, sqlite3_open(path.c_str(), &database));
  must(database, sqlite3_exec(database,
                              "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE kept (id INTEGER "
                              "PRIMARY KEY, content BLOB NOT NULL) STRICT",
                              nullptr, nullptr, nullptr));
  sqlite3_stmt* insert = nullptr;
  must(database, sqlite3_prepare_v2(database, "INSERT INTO kept (content) VALUES (?)", -1, &insert, nullptr));
  const std::string content(bytes, 'x');
  measure(seconds, [&] {
    must(database, sqlite3_bind_blob(insert, 1, content.data(), static_cast<int>(content.size()), SQLITE_STATIC));
    must(database, sqlite3_step(insert), SQLITE_DONE);
    must(database, sqlite3_reset(insert));
  });
  sqlite3_finalize(insert);
  sqlite3_close(database);
  for (const auto* more : {"", "-wal", "-shm"}) ::unlink((path + more).c_str());
}

int run(int count, char** words) {
  const std::string what = count > 1 ? words[1] : "";
  if (what == "disk" && count == 4) {
    measure_disk(words[2], std::stod(words[3]));
    return 0;
  }
  if (what == "sqlite" && count == 5) {
    measure_sqlite(words[2], std::stod(words[3]), std::stoul(words[4]));
    return 0;
  }
  fmt::print(stderr, "usage: bench_bare disk FOLDER SECONDS | sqlite FOLDER SECONDS BYTES\n");
  return 2;
}

}  // namespace
}  // namespace nrm::bench

int main(int count, char** words) {
  try {
    return nrm::bench::run(count, words);
  } catch (const std::exception& fault) {
    fmt::print(stderr, "bench_bare: {}\n", fault.what());
    return 1;
  }
}
