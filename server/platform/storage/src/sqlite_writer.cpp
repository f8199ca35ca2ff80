#include "sqlite_writer.hpp"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

#include "parameters.hpp"

namespace nrm::storage {
namespace {

// Bounds how long the first act of a batch waits for the others'.
constexpr std::size_t kMaxBatch = 64;
// SQLite's own default: 4 MB of log before the pages go home. Four times as many make no more acts a second, and the
// acts that wait for them wait longer: 29 to 79 ms at the 99th percentile instead of 22 to 36.
constexpr int kCheckpointPages = 1000;

class ActWriter final : public Writer {
 public:
  explicit ActWriter(SqliteConnection& connection) : connection_{connection} {}
  Rows query(std::string_view sql, const Params& params) override {
    return guarded([&] { return connection_.query(sql, params); }, sql);
  }
  std::int64_t run(std::string_view sql, const Params& params) override {
    return guarded([&] { return connection_.run(sql, params); }, sql);
  }
  bool is_broken() const { return broken_; }

 private:
  // As on PostgreSQL: after a fault the act is over, whatever its caller does with the exception.
  template <class F>
  std::invoke_result_t<F> guarded(F work, std::string_view sql) {
    if (broken_) throw DatabaseError{"the act has failed already"};
    broken_ = true;
    check_statement(sql, true);
    auto out = work();
    broken_ = false;
    return out;
  }

  SqliteConnection& connection_;
  bool broken_ = false;
};

}  // namespace

SqliteWriter::SqliteWriter(const std::string& path, std::function<void(std::string_view)> on_lost_disk)
    : connection_{path, SqliteConnection::Use::writing}, on_lost_disk_{std::move(on_lost_disk)} {
  sqlite3_wal_hook(
      connection_.handle(),
      [](void* self, sqlite3*, const char*, int pages) {
        static_cast<SqliteWriter*>(self)->wal_pages_ = pages;
        return SQLITE_OK;
      },
      this);
  thread_ = std::thread{[this] { serve(); }};
}

SqliteWriter::~SqliteWriter() {
  {
    const std::lock_guard lock{mutex_};
    stopping_ = true;
  }
  wanted_.notify_one();
  thread_.join();
}

bool SqliteWriter::write(const Work& work) {
  if (std::this_thread::get_id() == thread_.get_id()) throw std::logic_error{"a write inside a write"};
  std::future<bool> done;
  {
    const std::lock_guard lock{mutex_};
    queue_.push_back({&work, {}});
    done = queue_.back().done.get_future();
  }
  wanted_.notify_one();
  return done.get();
}

bool SqliteWriter::empty_log() {
  std::future<bool> done;
  {
    const std::lock_guard lock{mutex_};
    truncations_.emplace_back();
    done = truncations_.back().get_future();
  }
  wanted_.notify_one();
  return done.get();
}

Statistics SqliteWriter::statistics() const {
  const std::lock_guard lock{mutex_};
  return statistics_;
}

void SqliteWriter::serve() {
  for (;;) {
    auto batch = next_batch();
    if (batch.empty() && !answer_truncations()) return;
    if (!batch.empty()) write_batch(batch);
    if (!disk_lost_ && wal_pages_ >= kCheckpointPages) checkpoint();
  }
}

SqliteWriter::Batch SqliteWriter::next_batch() {
  std::unique_lock lock{mutex_};
  wanted_.wait(lock, [&] { return stopping_ || !queue_.empty() || !truncations_.empty(); });
  Batch out;
  while (!queue_.empty() && out.size() < kMaxBatch) {
    out.push_back(std::move(queue_.front()));
    queue_.pop_front();
  }
  return out;
}

void SqliteWriter::write_batch(Batch& batch) {
  std::vector<Outcome> outcomes;
  try {
    if (disk_lost_) throw DatabaseError{"an fsync has failed: nothing is written any more"};
    connection_.repeat("BEGIN IMMEDIATE");
    outcomes = run_batch(batch);
    const bool any = std::any_of(outcomes.begin(), outcomes.end(), [](const auto& outcome) { return outcome.kept; });
    any ? commit() : roll_back();
    const std::lock_guard lock{mutex_};
    statistics_.commits += any ? 1 : 0;
    statistics_.acts +=
        std::count_if(outcomes.begin(), outcomes.end(), [](const auto& outcome) { return outcome.kept; });
  } catch (...) {
    roll_back();
    fail_all(batch, std::current_exception());
    return;
  }
  for (std::size_t i = 0; i < batch.size(); ++i) {
    if (outcomes[i].fault) {
      batch[i].done.set_exception(outcomes[i].fault);
    } else {
      batch[i].done.set_value(outcomes[i].kept);
    }
  }
}

std::vector<SqliteWriter::Outcome> SqliteWriter::run_batch(Batch& batch) {
  std::vector<Outcome> out;
  for (const auto& waiting : batch) {
    connection_.repeat("SAVEPOINT act");
    auto outcome = run_one(*waiting.work);
    // A full disk can end the whole transaction: then none of the batch has happened.
    if (!connection_.in_transaction() && outcome.fault) std::rethrow_exception(outcome.fault);
    if (!outcome.kept) connection_.repeat("ROLLBACK TO act");
    connection_.repeat("RELEASE act");
    out.push_back(std::move(outcome));
  }
  return out;
}

SqliteWriter::Outcome SqliteWriter::run_one(const Work& work) {
  ActWriter writer{connection_};
  try {
    const bool kept = work(writer);
    if (kept && writer.is_broken()) throw DatabaseError{"the act has failed already"};
    // Checked for each act: at the shared commit one act's fault would fail them all.
    if (kept && connection_.has_unmet_foreign_keys())
      throw ConstraintViolation{ConstraintViolation::Kind::foreign_key, "a deferred foreign key has no row"};
    return {kept, nullptr};
  } catch (const SqliteFault& fault) {
    if (fault.is_failed_fsync()) lose_disk(fault.what());
    return {false, std::current_exception()};
  } catch (...) {
    return {false, std::current_exception()};
  }
}

void SqliteWriter::commit() {
  try {
    connection_.repeat("COMMIT");
  } catch (const SqliteFault& fault) {
    if (fault.is_io()) lose_disk(fault.what());
    throw;
  }
}

void SqliteWriter::roll_back() noexcept {
  try {
    if (connection_.in_transaction()) connection_.execute("ROLLBACK");
  } catch (...) {
    // The next BEGIN fails and says so.
  }
}

void SqliteWriter::checkpoint() {
  // A reader still in an old snapshot makes it stop early; the next one goes on.
  const int code =
      sqlite3_wal_checkpoint_v2(connection_.handle(), nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
  if ((code & 0xff) == SQLITE_IOERR) lose_disk(fmt::format("checkpoint: {} ({})", sqlite3_errstr(code), code));
  wal_pages_ = 0;
}

bool SqliteWriter::answer_truncations() {
  std::deque<std::promise<bool>> asked;
  {
    const std::lock_guard lock{mutex_};
    asked.swap(truncations_);
  }
  if (asked.empty()) return false;
  const bool done = !disk_lost_ && truncate_log();
  for (auto& one : asked) one.set_value(done);
  return true;
}

// Acts wait meanwhile, so a reader is not waited for as long as another writer would be.
bool SqliteWriter::truncate_log() {
  constexpr int kPatienceMs = 200;
  sqlite3_busy_timeout(connection_.handle(), kPatienceMs);
  const int code =
      sqlite3_wal_checkpoint_v2(connection_.handle(), nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
  sqlite3_busy_timeout(connection_.handle(), SqliteConnection::kBusyMs);
  if ((code & 0xff) == SQLITE_IOERR) lose_disk(fmt::format("checkpoint: {} ({})", sqlite3_errstr(code), code));
  if (code == SQLITE_OK) wal_pages_ = 0;
  return code == SQLITE_OK;
}

void SqliteWriter::lose_disk(std::string_view what) {
  // After a failed fsync the kernel may call the pages clean: a second one that succeeds proves nothing.
  disk_lost_ = true;
  on_lost_disk_(what);
}

void SqliteWriter::fail_all(Batch& batch, const std::exception_ptr& fault) {
  for (auto& waiting : batch) waiting.done.set_exception(fault);
}

}  // namespace nrm::storage
