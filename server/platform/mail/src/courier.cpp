#include "nrm/mail/courier.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>

#include <fmt/format.h>

namespace nrm::mail {
namespace {

using namespace std::chrono_literals;
using std::chrono::microseconds;

// Longer than a try can last; a server that died with a lease delays its letter by this much at most.
constexpr microseconds kLease = 5min;
constexpr microseconds kFirstPause = 30s;
constexpr microseconds kLongestPause = 1h;
// A recipient's server may be away over a weekend; what is older helps nobody.
constexpr microseconds kGivenUpAfter = std::chrono::hours{72};
// Half an hour of tries has failed by then.
constexpr std::int64_t kAlarmingAttempt = 6;
constexpr microseconds kSleep = 1s;

struct Leased {
  Letter letter;
  std::int64_t attempts = 0;
};

microseconds pause_after(std::int64_t attempts) {
  auto pause = kFirstPause;
  for (std::int64_t i = 1; i < attempts && pause < kLongestPause; ++i) pause *= 2;
  return std::min(pause, kLongestPause);
}

std::optional<storage::Row> next_due(storage::Reader& reader, UtcTime now) {
  return reader.query_one(
      "SELECT id, kind, subject, due, attempts FROM mail_outbox WHERE next_try <= $now AND lease_until <= $now "
      "ORDER BY next_try, id LIMIT 1",
      {{"now", now}});
}

}  // namespace

struct Courier::Impl {
  storage::Database& database;
  const Clock& clock;
  Route route;
  storage::Upkeep upkeep{database, {"mail_outbox"}};

  std::mutex mutex;
  std::condition_variable stop_wanted;
  bool stopping = false;
  std::thread thread;

  Impl(storage::Database& d, const Clock& c, Route r) : database{d}, clock{c}, route{std::move(r)} {}

  int run_due() {
    int sent = 0;
    while (!is_stopping()) {
      const auto leased = lease();
      if (!leased) break;
      const auto outcome = carry(*leased);
      if (outcome == Outcome::sent) ++sent;
      // The server is away: the others would only wait for it one after another.
      if (outcome == Outcome::failed) break;
    }
    return sent;
  }

  // Looked at first without writing: the table is asked every second.
  std::optional<Leased> lease() {
    const auto now = clock.now();
    if (!database.reading([&](storage::Reader& reader) { return next_due(reader, now).has_value(); }))
      return std::nullopt;
    std::optional<Leased> out;
    upkeep.write([&](storage::Writer& writer) {
      out.reset();
      const auto row = next_due(writer, now);
      if (!row) return false;
      out = Leased{{row->text("id"), row->text("kind"), row->text("subject"), row->time("due")},
                   row->integer("attempts") + 1};
      return writer.run("UPDATE mail_outbox SET lease_until = $until, attempts = $attempts WHERE id = $id",
                        {{"until", now + kLease}, {"attempts", out->attempts}, {"id", out->letter.id}}) == 1;
    });
    return out;
  }

  Outcome carry(const Leased& leased) {
    std::optional<Message> message;
    const auto report = try_letter(leased.letter, message);
    if (report.outcome != Outcome::failed) {
      remove(leased.letter);
      if (report.outcome == Outcome::refused) route.on_refused(leased.letter, message.value());
      return report.outcome;
    }
    const bool given_up = clock.now() - leased.letter.due >= kGivenUpAfter;
    if (given_up || leased.attempts == kAlarmingAttempt)
      route.alarm(fmt::format("mail: a letter failed {} times{}: {}", leased.attempts,
                              given_up ? " and is given up" : "", report.why));
    if (given_up)
      remove(leased.letter);
    else
      put_off(leased);
    return Outcome::failed;
  }

  // The message as it went.
  Report try_letter(const Letter& letter, std::optional<Message>& message) {
    try {
      message = route.compose(letter);
      return message ? route.send(*message) : Report{Outcome::sent, {}};
    } catch (const std::exception& fault) {
      return {Outcome::failed, fault.what()};
    }
  }

  void remove(const Letter& letter) {
    upkeep.write([&](storage::Writer& writer) {
      return writer.run("DELETE FROM mail_outbox WHERE id = $id", {{"id", letter.id}}) == 1;
    });
  }

  void put_off(const Leased& leased) {
    upkeep.write([&](storage::Writer& writer) {
      return writer.run("UPDATE mail_outbox SET next_try = $next, lease_until = 0 WHERE id = $id",
                        {{"next", clock.now() + pause_after(leased.attempts)}, {"id", leased.letter.id}}) == 1;
    });
  }

  bool is_stopping() {
    const std::lock_guard lock{mutex};
    return stopping;
  }

  void serve() {
    while (!sleep_or_stop()) {
      try {
        run_due();
      } catch (const std::exception&) {
        // The database is away; whoever serves requests says so. Letters wait.
      }
    }
  }

  bool sleep_or_stop() {
    std::unique_lock lock{mutex};
    return stop_wanted.wait_for(lock, kSleep, [&] { return stopping; });
  }
};

Courier::Courier(storage::Database& database, const Clock& clock, Route route)
    : impl_{std::make_unique<Impl>(database, clock, std::move(route))} {}

Courier::~Courier() {
  stop();
}

void Courier::start() {
  if (impl_->thread.joinable()) return;
  impl_->stopping = false;
  impl_->thread = std::thread{[this] { impl_->serve(); }};
}

void Courier::stop() {
  {
    const std::lock_guard lock{impl_->mutex};
    impl_->stopping = true;
  }
  impl_->stop_wanted.notify_all();
  if (impl_->thread.joinable()) impl_->thread.join();
}

int Courier::run_due() {
  return impl_->run_due();
}

}  // namespace nrm::mail
