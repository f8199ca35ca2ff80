#include "reading.hpp"

namespace nrm::log {

namespace {
constexpr int kInWriter = 32;  // one try in vain costs each of so many acts a thirtieth more
}  // namespace

storage::Rows SnapshotWriter::query(std::string_view sql, const storage::Params& params) {
  // INSERT … RETURNING is a query too.
  if (!sql.starts_with("SELECT") && !sql.starts_with("WITH")) throw_out();
  return reader_.query(sql, params);
}

std::int64_t SnapshotWriter::run(std::string_view, const storage::Params&) {
  throw_out();
}

void SnapshotWriter::throw_out() {
  asked_ = true;
  throw WantsToWrite{};
}

bool ReadingHabits::only_reads(const std::string& action) {
  const std::lock_guard lock{mutex_};
  const auto found = left_in_writer_.find(action);
  if (found == left_in_writer_.end()) return true;
  if (--found->second == 0) left_in_writer_.erase(found);
  return false;
}

void ReadingHabits::has_written(const std::string& action) {
  const std::lock_guard lock{mutex_};
  left_in_writer_[action] = kInWriter;
}

}  // namespace nrm::log
