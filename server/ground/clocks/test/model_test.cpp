// Random lives of clocks against a model that knows nothing of due times: it lives through them hour by hour, with the
// pauses as they were and the days as the calendar has them now.
#include <cstdlib>

#include <rapidcheck.h>

#include "clocks_world.hpp"

namespace nrm::clocks::testing {
namespace {

constexpr int kHoursAhead = 24 * 200;
constexpr int kMidnight = 21;  // in Minsk, by UTC
const UtcTime kBegin = at("2026-04-01T00:00:00Z");

struct Life {
  int rule;
  int started;
  std::optional<int> due, warn;  // as last lived through; a clock that was missed keeps its own
  bool warned = false, breached = false;
};

// All times are whole hours since kBegin.
struct Model {
  const pathway::Pack& pack;
  std::set<Date> off, on;
  int now = 9;
  std::set<std::string> reasons;                   // in force from now on
  std::vector<std::set<std::string>> in_force{9};  // at each hour before now
  std::map<int, Life> lives;                       // by rule
  std::map<std::string, int> told;

  bool stands(int hour, int rule) const {
    const auto& then = hour < now ? in_force[static_cast<std::size_t>(hour)] : reasons;
    const auto& stops = pack.pathway.clocks[static_cast<std::size_t>(rule)].pauses_on;
    return std::any_of(stops.begin(), stops.end(), [&](const auto& reason) { return then.contains(reason); });
  }
  // The local day that ends at that hour.
  bool worked(int midnight) const {
    const Date ended{std::chrono::floor<std::chrono::days>(
        std::chrono::sys_time<std::chrono::hours>{std::chrono::hours{kBegin.unix_hours() + midnight - kMidnight}})};
    if (on.contains(ended)) return true;
    const auto weekday = std::chrono::weekday{std::chrono::sys_days{ended}}.iso_encoding();
    return weekday <= 5 && !off.contains(ended);
  }
  static bool is_midnight(int hour) { return hour % 24 == kMidnight; }
  // Its own midnight ends the first day, which does not count.
  static int first_midnight_after(int hour) {
    do ++hour;
    while (!is_midnight(hour));
    return hour;
  }

  std::optional<int> live_to_due(const Life& life) const {
    const auto& due = pack.pathway.clocks[static_cast<std::size_t>(life.rule)].due;
    int left = due.count;
    if (due.unit == PeriodUnit::hours) {
      for (int hour = life.started; hour < now + kHoursAhead; ++hour)
        if (!stands(hour, life.rule) && --left == 0) return hour + 1;
      return std::nullopt;
    }
    for (int hour = first_midnight_after(life.started) + 24; hour < now + kHoursAhead; hour += 24) {
      const bool counts = due.unit == PeriodUnit::calendar_days || worked(hour);
      if (counts && !stands(hour, life.rule) && --left == 0) return hour;
    }
    return std::nullopt;
  }
  int back_from(int due, const pathway::Period& warn) const {
    if (warn.unit == PeriodUnit::hours) return due - warn.count;
    for (int left = warn.count; left > 0; due -= 24)
      if (worked(due)) --left;
    return due;
  }
  void live() {
    for (auto& [id, life] : lives) {
      if (life.breached) continue;
      const auto& warn = pack.pathway.clocks[static_cast<std::size_t>(life.rule)].warn_before;
      life.due = live_to_due(life);
      life.warn = life.due;
      if (life.due && warn.count > 0) life.warn = std::max(life.started, back_from(*life.due, warn));
    }
  }
  std::string object(int rule) const {
    return pack.pathway.clocks[static_cast<std::size_t>(rule)].id + ":referral:one";
  }
  void run_jobs() {
    for (auto& [id, life] : lives) {
      if (!life.due || life.breached) continue;
      const bool minimum = pack.pathway.clocks[static_cast<std::size_t>(life.rule)].kind == ClockKind::minimum;
      if (!minimum && !life.warned && *life.warn < *life.due && now >= *life.warn) {
        life.warned = true;
        ++told["clock.warned " + object(life.rule)];
      }
      if (now < *life.due) continue;
      life.breached = true;
      ++told[(minimum ? "clock.reached " : "clock.breached ") + object(life.rule)];
    }
  }
  void pass(int hours) {
    for (int i = 0; i < hours; ++i) in_force.push_back(reasons);
    now += hours;
  }
};

class Play {
 public:
  explicit Play(storage::Kind kind)
      : world{kind, kBegin + 9h}, second{world.another_server()}, model{world.pack, {}, {}} {
    world.pack.calendar = calendar_with({});
  }

  void step(int move) {
    const int rule = *rc::gen::inRange(0, static_cast<int>(world.pack.pathway.clocks.size()));
    const auto& id = world.pack.pathway.clocks[static_cast<std::size_t>(rule)].id;
    const std::string reason = *rc::gen::element("consent-paused", "question-open", "procedure-suspended");
    if (move <= 1) {
      world.start(id, one);
      model.lives[rule] = {rule, model.now, {}, {}};
    } else if (move == 2) {
      world.stop(id, one);
      model.lives.erase(rule);
    } else if (move == 3) {
      world.pause(one, reason);
      model.reasons.insert(reason);
    } else if (move <= 5) {
      world.resume(one, reason);
      model.reasons.erase(reason);
    } else if (move == 6) {
      decree();
    } else if (move == 7) {
      world.restart();
    } else if (move == 8) {
      set_back_and_forward();
    } else {
      wait(move == 9 ? *rc::gen::inRange(1, 24 * 12) : to_a_due_time(rule));
    }
    model.live();
    if (*rc::gen::inRange(0, 4) != 0) run();
    check();
  }

 private:
  // Exactly then, or an hour before: where mistakes are made.
  int to_a_due_time(int rule) {
    const auto found = model.lives.find(rule);
    if (found == model.lives.end() || !found->second.due || *found->second.due <= model.now) return 1;
    const int until = *found->second.due - model.now;
    return until > 1 && *rc::gen::arbitrary<bool>() ? until - 1 : until;
  }
  void wait(int hours) {
    world.clock.pass(std::chrono::hours{hours});
    model.pass(hours);
  }
  void decree() {
    const Date date{std::chrono::floor<std::chrono::days>(std::chrono::sys_time<std::chrono::hours>{
        std::chrono::hours{kBegin.unix_hours() + model.now + *rc::gen::inRange(-72, 24 * 10)}})};
    auto& days = *rc::gen::arbitrary<bool>() ? model.off : model.on;
    if (!days.erase(date)) days.insert(date);
    world.pack.calendar = calendar_with(model.off, model.on);
    follow_calendar(world.server->journal, world.pack);
  }
  void set_back_and_forward() {
    const auto before = world.told();
    world.clock.set_wall_by(-24h * 365);
    RC_ASSERT(world.run() == 0);
    world.clock.set_wall_by(24h * 365);
    RC_ASSERT(world.told() == before);
  }
  // Whichever server looks first; both look.
  void run() {
    const bool first = *rc::gen::arbitrary<bool>();
    (first ? *world.server : *second).runner->run_due();
    (first ? *second : *world.server).runner->run_due();
    model.run_jobs();
  }
  void check() {
    std::map<std::string, int> told;
    for (const auto& what : world.told())
      if (!what.starts_with("clock.moved")) ++told[what];
    RC_ASSERT(told == model.told);
    for (int rule = 0; rule < static_cast<int>(world.pack.pathway.clocks.size()); ++rule) {
      const auto found = world.find(world.pack.pathway.clocks[static_cast<std::size_t>(rule)].id, one);
      const auto life = model.lives.find(rule);
      RC_ASSERT(found.has_value() == (life != model.lives.end()));
      if (!found) continue;
      RC_ASSERT(hours(found->due_at) == life->second.due);
      RC_ASSERT(hours(found->warn_at) == life->second.warn);
      RC_ASSERT(found->warned_at.has_value() == life->second.warned);
      RC_ASSERT(found->breached_at.has_value() == life->second.breached);
    }
  }
  static std::optional<int> hours(const std::optional<UtcTime>& time) {
    if (!time) return std::nullopt;
    return static_cast<int>(time->unix_hours() - kBegin.unix_hours());
  }

  World world;
  std::unique_ptr<Server> second;
  Model model;
  const Subject one{"referral", "one"};
};

class ModelTest : public ::testing::TestWithParam<storage::Kind> {};
NRM_ON_EACH_DATABASE(ModelTest);

TEST_P(ModelTest, every_life_of_a_clock_is_as_the_model_lives_it) {
  // More are asked for by the environment.
  ::setenv("RC_PARAMS", "max_success=15", 0);
  const bool held = rc::check([&] {
    const auto moves = *rc::gen::container<std::vector<int>>(30, rc::gen::inRange(0, 12));
    Play play{GetParam()};
    for (const auto move : moves) play.step(move);
  });
  EXPECT_TRUE(held);
}

}  // namespace
}  // namespace nrm::clocks::testing
