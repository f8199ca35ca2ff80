// Reading acts beside SQLite's one writer: on a snapshot, with only their leaf left to the writer.
#pragma once

#include <map>
#include <mutex>
#include <string>

#include "nrm/storage/database.hpp"

namespace nrm::log {

// A reader in a writer's clothes. Whoever writes with it is thrown out of the act, which then runs again in the writer.
class SnapshotWriter final : public storage::Writer {
 public:
  // No std::exception: a behaviour that catches those must not swallow it.
  struct WantsToWrite {};

  explicit SnapshotWriter(storage::Reader& reader) : reader_{reader} {}
  storage::Rows query(std::string_view sql, const storage::Params& params) override;
  std::int64_t run(std::string_view sql, const storage::Params& params) override;
  bool was_asked_to_write() const { return asked_; }

 private:
  [[noreturn]] void throw_out();

  storage::Reader& reader_;
  bool asked_ = false;
};

// An action that is marked as reading and yet wrote (the first opening of a key is kept, a counter goes up) is not
// tried on a snapshot for a while: it would be done twice each time. Thread-safe.
class ReadingHabits {
 public:
  bool only_reads(const std::string& action);
  void has_written(const std::string& action);

 private:
  std::mutex mutex_;
  std::map<std::string, int> left_in_writer_;
};

}  // namespace nrm::log
