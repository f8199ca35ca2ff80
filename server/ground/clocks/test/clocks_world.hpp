// Clocks of a small country in Minsk's time, and a witness who writes down each moment in the clock's own act.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>

#include "nrm/clocks/clocks.hpp"
#include "nrm/clocks/team_end.hpp"
#include "nrm/crypto/crypto.hpp"
#include "nrm/log/act.hpp"
#include "nrm/storage/testing.hpp"

namespace nrm::clocks::testing {

using namespace std::chrono_literals;
using pathway::ClockKind;
using pathway::ClockState;
using pathway::PeriodUnit;

inline UtcTime at(std::string_view text) {
  return *parse_rfc3339(text);
}
inline Date day(std::string_view text) {
  return *parse_iso_date(text);
}

// The wall may be moved without the machine's own clock.
class TwoClocks final : public Clock {
 public:
  explicit TwoClocks(UtcTime start) : wall_us_{start.unix_us()} {}
  UtcTime now() const override { return UtcTime::from_unix_us(wall_us_); }
  std::chrono::microseconds monotonic() const override { return std::chrono::microseconds{monotonic_us_}; }
  void pass(std::chrono::microseconds span) {
    wall_us_ += span.count();
    monotonic_us_ += span.count();
  }
  void pass_to(UtcTime time) { pass(time - now()); }
  void set_wall_by(std::chrono::microseconds span) { wall_us_ += span.count(); }

 private:
  std::atomic<std::int64_t> wall_us_;
  std::atomic<std::int64_t> monotonic_us_{5'000'000};
};

inline pathway::ClockRule rule(std::string id, pathway::Period due, pathway::Period warn = {},
                               std::vector<std::string> pauses_on = {}, ClockKind kind = ClockKind::maximum) {
  pathway::ClockRule out;
  out.id = std::move(id);
  out.due = due;
  out.warn_before = warn;
  out.kind = kind;
  out.pauses_on = std::move(pauses_on);
  return out;
}

inline std::shared_ptr<const Calendar> calendar_with(std::set<Date> off, std::set<Date> on = {}) {
  return std::make_shared<const Calendar>("Europe/Minsk", std::move(off), std::move(on), day("2027-12-31"));
}

inline pathway::Pack small_country() {
  pathway::Pack pack;
  pack.calendar = calendar_with({day("2026-05-01")});
  pack.pathway.clocks = {
      rule("answer", {3, PeriodUnit::working_days}, {1, PeriodUnit::working_days}, {"consent-paused", "question-open"}),
      rule("urgent", {24, PeriodUnit::hours}, {6, PeriodUnit::hours}, {"question-open"}),
      rule("letter", {14, PeriodUnit::calendar_days}),
      rule("recovery", {30, PeriodUnit::calendar_days}, {}, {"procedure-suspended"}, ClockKind::minimum)};
  return pack;
}

inline storage::Schema witness_schema() {
  return {"witness",
          {{1, "told", "CREATE TABLE told (leaf TEXT PRIMARY KEY, moment TEXT NOT NULL, object TEXT NOT NULL)"}},
          {}};
}

// One server: its own connection, journal and runner.
class Server {
 public:
  Server(std::unique_ptr<storage::Database> database, const Clock& clock, Random& random, const pathway::Pack& pack)
      : database_{std::move(database)}, journal{*database_, clock, random}, pack_{pack} {
    for (const auto moment : {kWarned, kBreached, kReached, kMoved})
      journal.on(std::string{moment}, [moment](log::Act& act, std::string_view object) {
        act.run("INSERT INTO told (leaf, moment, object) VALUES ($leaf, $moment, $object)",
                {{"leaf", LeafId::random(act.random())}, {"moment", moment}, {"object", object}});
      });
    runner = std::make_unique<jobs::Runner>(*database_, clock, job_handlers(journal, pack_),
                                            [this](std::string_view) { ++alarms; });
  }
  storage::Database& database() { return *database_; }

 private:
  std::unique_ptr<storage::Database> database_;

 public:
  log::Journal journal;
  std::unique_ptr<jobs::Runner> runner;
  int alarms = 0;

 private:
  const pathway::Pack& pack_;
};

class World {
 public:
  explicit World(storage::Kind kind, UtcTime start = at("2026-04-29T09:00:00Z")) : database{kind}, clock{start} {
    crypto::initialise();
    database.migrate({jobs::schema(), log::schema(), schema(), witness_schema()});
    server = another_server();
    act([&](log::Act& act) { (void)create_instance_log_key(act); });
  }

  std::unique_ptr<Server> another_server() {
    return std::make_unique<Server>(database.open_again(), clock, random, pack);
  }
  void restart() {
    server.reset();
    server = another_server();
  }
  void act(const std::function<void(log::Act&)>& work) { act_on(*server, work); }
  void act_on(Server& on, const std::function<void(log::Act&)>& work) {
    const log::Header header{{log::Actor::Kind::system, {}, {}, {}, "test"}, "test.act", {}, {}, {}, {}};
    const auto done = on.journal.act<void>(header, [&](log::Act& act) -> Result<void> {
      work(act);
      return {};
    });
    if (!done) throw std::logic_error{"refused: " + std::string{done.error().type.slug}};
  }

  Running start(std::string_view rule, const Subject& subject) {
    std::optional<Running> out;
    act([&](log::Act& act) { out = clocks::start(act, pack, rule, subject, team); });
    return *out;
  }
  void stop(std::string_view rule, const Subject& subject) {
    act([&](log::Act& act) { clocks::stop(act, rule, subject); });
  }
  void pause(const Subject& subject, std::string_view reason) {
    act([&](log::Act& act) { clocks::pause(act, subject, reason, pack); });
  }
  void resume(const Subject& subject, std::string_view reason) {
    act([&](log::Act& act) { clocks::resume(act, subject, reason, pack); });
  }
  std::optional<Running> find(std::string_view rule, const Subject& subject) {
    return database->reading([&](storage::Reader& reader) { return clocks::find(reader, rule, subject); });
  }
  std::string due(std::string_view rule, const Subject& subject) {
    const auto found = find(rule, subject);
    if (!found) return "no clock";
    return found->due_at ? to_rfc3339(*found->due_at) : "stands still";
  }
  int run() { return server->runner->run_due(); }
  // "clock.warned answer:referral:one", in an order of its own.
  std::vector<std::string> told() {
    std::vector<std::string> out;
    for (const auto& row : database.query("SELECT moment, object FROM told ORDER BY moment, object"))
      out.push_back(row.text("moment") + " " + row.text("object"));
    return out;
  }
  std::int64_t jobs() { return database.query("SELECT COUNT(*) AS n FROM job")[0].integer("n"); }

  storage::testing::TestDatabase database;
  TwoClocks clock;
  SystemRandom random;
  pathway::Pack pack = small_country();
  std::unique_ptr<Server> server;
  TeamId team = TeamId::random(random);
};

}  // namespace nrm::clocks::testing
