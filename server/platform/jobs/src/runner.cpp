#include <atomic>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>
#include <utility>

#include <fmt/format.h>

#include "clock_watch.hpp"
#include "leases.hpp"
#include "nrm/jobs/jobs.hpp"

namespace nrm::jobs {
namespace {

using namespace std::chrono_literals;
using std::chrono::microseconds;

// Another process may schedule, or its lease run out, without a word to this one.
constexpr microseconds kLongestSleep = 1s;
// By now half a minute of tries has failed: someone should look.
constexpr std::int64_t kAlarmingAttempt = 5;

}  // namespace

struct Runner::Impl {
  storage::Database& database;
  const Clock& clock;
  std::map<std::string, Handler> handlers;
  std::function<void(std::string_view)> alarm;
  ClockWatch watch;
  std::atomic<bool> alarmed = false;  // read by whoever asks how the server stands

  std::mutex mutex;
  std::condition_variable stop_wanted;
  bool stopping = false;
  std::thread thread;

  Impl(storage::Database& d, const Clock& c, std::map<std::string, Handler> h, std::function<void(std::string_view)> a,
       std::optional<UtcTime> latest_known)
      : database{d}, clock{c}, handlers{std::move(h)}, alarm{std::move(a)}, watch{c, latest_known} {}

  bool must_hold() {
    if (!watch.is_off()) return alarmed = false;
    if (!alarmed.exchange(true))
      alarm(
          "the wall clock is more than an hour off, by the machine's own or by what was last written: deadlines are "
          "held "
          "until it is set right (or, where it is right, until the server is started with --clock-is-right)");
    return true;
  }

  int run_due() {
    int count = 0;
    while (!must_hold() && !is_stopping()) {
      const auto batch = lease_due(database, clock.now());
      if (batch.empty()) break;
      for (const auto& leased : batch) count += run_one(leased) ? 1 : 0;
    }
    return count;
  }

  bool run_one(const Leased& leased) {
    // Past its lease another server may hold it; a stopping server leaves it to the next start.
    if (is_stopping() || must_hold() || clock.now() >= leased.until) return false;
    const auto why = try_handler(leased.job);
    const bool left = put_off_if_left(database, leased, clock.now());
    if (left && leased.attempts == kAlarmingAttempt)
      alarm(fmt::format("job {} of kind {} failed {} times: {}", leased.job.id, leased.job.kind, leased.attempts, why));
    return !left;
  }

  std::string try_handler(const Job& job) const {
    const auto handler = handlers.find(job.kind);
    if (handler == handlers.end()) return "this server knows no such kind";
    try {
      handler->second(job);
      return "its handler did not take it";
    } catch (const std::exception& fault) {
      return fault.what();
    }
  }

  bool is_stopping() {
    const std::lock_guard lock{mutex};
    return stopping;
  }

  void serve() {
    for (auto sleep = microseconds{0}; !sleep_or_stop(sleep);) {
      try {
        run_due();
        sleep = time_to_next();
      } catch (const std::exception&) {
        // The database is away; whoever serves requests says so. Jobs wait.
        sleep = kLongestSleep;
      }
    }
  }

  bool sleep_or_stop(microseconds sleep) {
    std::unique_lock lock{mutex};
    return stop_wanted.wait_for(lock, sleep, [&] { return stopping; });
  }

  microseconds time_to_next() {
    const auto next = next_try(database);
    if (!next) return kLongestSleep;
    // At least a moment: what is due and leased elsewhere must not keep this thread spinning.
    return std::clamp<microseconds>(*next - clock.now(), 50ms, kLongestSleep);
  }
};

Runner::Runner(storage::Database& database, const Clock& clock, std::map<std::string, Handler> handlers,
               std::function<void(std::string_view)> alarm, std::optional<UtcTime> latest_known)
    : impl_{std::make_unique<Impl>(database, clock, std::move(handlers), std::move(alarm), latest_known)} {}

Runner::~Runner() {
  stop();
}

void Runner::start() {
  if (impl_->thread.joinable()) return;
  impl_->stopping = false;
  impl_->thread = std::thread{[this] { impl_->serve(); }};
}

void Runner::stop() {
  {
    const std::lock_guard lock{impl_->mutex};
    impl_->stopping = true;
  }
  impl_->stop_wanted.notify_all();
  if (impl_->thread.joinable()) impl_->thread.join();
}

bool Runner::is_holding() const {
  return impl_->alarmed;
}

int Runner::run_due() {
  return impl_->run_due();
}

}  // namespace nrm::jobs
