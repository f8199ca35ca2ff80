// The one thread of this process that writes. Acts that wait together share a transaction, a savepoint each, and one
// fsync; nobody is released before it is done.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "nrm/storage/database.hpp"
#include "sqlite_connection.hpp"

namespace nrm::storage {

class SqliteWriter {
 public:
  SqliteWriter(const std::string& path, std::function<void(std::string_view)> on_lost_disk);
  ~SqliteWriter();
  SqliteWriter(const SqliteWriter&) = delete;
  SqliteWriter& operator=(const SqliteWriter&) = delete;

  // Thread-safe; blocks until the commit is durable.
  bool write(const std::function<bool(Writer&)>& work);
  Statistics statistics() const;
  // Moves every page home and cuts the write-ahead log to nothing; false where a reader still needs it. Thread-safe.
  bool empty_log();

 private:
  using Work = std::function<bool(Writer&)>;
  struct Waiting {
    const Work* work;
    std::promise<bool> done;
  };
  using Batch = std::vector<Waiting>;
  struct Outcome {
    bool kept = false;
    std::exception_ptr fault;
  };

  void serve();
  Batch next_batch();
  void write_batch(Batch& batch);
  std::vector<Outcome> run_batch(Batch& batch);
  Outcome run_one(const Work& work);
  void commit();
  void roll_back() noexcept;
  void checkpoint();
  bool truncate_log();
  // False where nobody asked.
  bool answer_truncations();
  void lose_disk(std::string_view what);
  void fail_all(Batch& batch, const std::exception_ptr& fault);

  SqliteConnection connection_;
  std::function<void(std::string_view)> on_lost_disk_;
  bool disk_lost_ = false;  // of the writer thread only
  int wal_pages_ = 0;       // of the writer thread only

  mutable std::mutex mutex_;
  std::condition_variable wanted_;
  std::deque<Waiting> queue_;
  std::deque<std::promise<bool>> truncations_;
  bool stopping_ = false;
  Statistics statistics_;
  std::thread thread_;  // last: begins when all above is there
};

}  // namespace nrm::storage
