// Random words about one case against a small model of what a basis may be: recorded, pending, live, paused, expired,
// replaced, withdrawn, declined, refused.
#include <random>

#include "desk.hpp"

namespace nrm::consent::testing {
namespace {

struct ModelBasis {
  BasisId id;
  char kind;  // c consent, r refusal, d danger, p public interest
  std::string purpose;
  bool wide = true;
  UtcTime until{};
  bool confirmed = false, withdrawn = false, paused = false;
  std::optional<std::size_t> renews;
};

class Model {
 public:
  std::vector<ModelBasis> all;  // oldest first

  std::string state(std::size_t at, UtcTime now) const {
    const auto& basis = all[at];
    if (basis.kind == 'r') return "refused";
    const bool other = basis.kind != 'c';
    if (basis.withdrawn) return other && !basis.confirmed ? "declined" : "withdrawn";
    if (basis.until <= now) return "expired";
    if (other) return basis.confirmed ? "live" : "pending";
    if (is_superseded(at)) return "replaced";
    return basis.paused ? "paused" : "live";
  }
  bool readable(std::size_t at, UtcTime now) const {
    const auto& basis = all[at];
    if (basis.kind == 'r' || basis.withdrawn || basis.paused) return false;
    if (basis.kind != 'c' && !basis.confirmed) return false;
    return last_day(at) > now;
  }
  // The newest consent of that purpose, where the new one covers it and it can still be read or paused.
  std::optional<std::size_t> renewed_by(const std::string& purpose, bool wide, UtcTime now) const {
    for (std::size_t i = all.size(); i-- > 0;) {
      const auto& basis = all[i];
      if (basis.purpose != purpose || (basis.kind != 'c' && basis.kind != 'r')) continue;
      const bool counts = basis.kind == 'c' && !basis.withdrawn && (basis.paused || last_day(i) > now);
      return counts && (wide || !basis.wide) ? std::optional{i} : std::nullopt;
    }
    return std::nullopt;
  }

 private:
  bool is_superseded(std::size_t at) const {
    for (std::size_t i = at + 1; i < all.size(); ++i)
      if ((all[i].kind == 'c' || all[i].kind == 'r') && all[i].purpose == all[at].purpose) return true;
    return false;
  }
  UtcTime last_day(std::size_t at) const {
    auto last = all[at].until;
    for (std::size_t i = at + 1; i < all.size(); ++i)
      if (all[i].renews == at && !all[i].withdrawn) last = std::max(last, last_day(i));
    return last;
  }
};

class ModelTest : public DeskTest {
 protected:
  std::mt19937 draw{20180425};
  Model model;
  std::optional<CaseId> id;

  std::size_t pick(std::size_t below) { return std::uniform_int_distribution<std::size_t>{0, below - 1}(draw); }
  UtcTime now() { return world.clock.now(); }
  std::string purpose() { return pick(2) == 0 ? "refer" : "health-care"; }
  Date in_days(std::size_t days) {
    return Date{std::chrono::sys_days{world.pack.calendar->local_date(now())} +
                std::chrono::days{static_cast<int>(days)}};
  }

  void agree() {
    auto what = said();
    what.purpose = purpose();
    const bool wide = pick(2) == 0;
    if (!wide) what.field_groups = {"needs"};
    what.until = in_days(pick(40));
    world.clock.advance(std::chrono::seconds{1});
    const auto renews = model.renewed_by(what.purpose, wide, now() + std::chrono::seconds{1});
    const auto basis = must(tell(*id, what));
    for (auto& before : model.all)
      if (before.kind == 'c' && before.purpose == what.purpose && (wide || !before.wide)) before.paused = false;
    model.all.push_back(
        {basis, 'c', what.purpose, wide, world.pack.calendar->end_of(*what.until), false, false, false, renews});
  }
  void refuse() {
    auto what = said();
    what.purpose = purpose();
    what.decision = Decision::refusal;
    const auto basis = must(tell(*id, what));
    for (auto& before : model.all)
      if (before.kind == 'c' && before.purpose == what.purpose) before.withdrawn = true;
    model.all.push_back({basis, 'r', what.purpose, false, {}, false, false, false, std::nullopt});
  }
  void use_another_ground() {
    auto ground = danger();
    const bool rescue = pick(2) == 0;
    if (!rescue) {
      ground.ground = "public-interest";
      ground.article = "read-article";
      ground.field_groups = {"needs"};
    }
    ground.until = in_days(pick(7));
    const auto basis = must(without_consent(*id, ground));
    model.all.push_back({basis, rescue ? 'd' : 'p', ground.purpose, true, world.pack.calendar->end_of(*ground.until),
                         false, false, false, std::nullopt});
  }
  void answer_as_second() {
    if (model.all.empty()) return;
    const auto at = pick(model.all.size());
    auto& basis = model.all[at];
    const bool pending = model.state(at, now()) == "pending";
    const bool agrees = pick(3) != 0;
    EXPECT_EQ(refused(confirm(world.officer, *id, basis.id)),
              pending ? "consent.second-person" : "consent.not-pending");
    const auto done = confirm(world.border_manager, *id, basis.id, agrees);
    EXPECT_EQ(done.has_value(), pending) << refused(done);
    if (!done) return;
    (agrees ? basis.confirmed : basis.withdrawn) = true;
  }
  void pause_or_go_on() {
    if (model.all.empty()) return;
    const auto& basis = model.all[pick(model.all.size())];
    const bool going_on = pick(2) == 0;
    std::vector<std::size_t> reached;
    for (std::size_t i = 0; i < model.all.size(); ++i) {
      const auto& other = model.all[i];
      if (other.kind == 'c' && !other.withdrawn && (going_on ? other.paused : model.readable(i, now())))
        reached.push_back(i);
    }
    const bool possible = basis.kind == 'c' && !basis.withdrawn && !reached.empty();
    const auto done = going_on ? resume_it(*id, basis.id) : pause_it(*id, basis.id);
    EXPECT_EQ(done.has_value(), possible) << refused(done);
    if (done)
      for (const auto i : reached) model.all[i].paused = !going_on;
  }
  void take_back() {
    bool any = false;
    for (auto& basis : model.all)
      if (!basis.withdrawn && (basis.kind == 'c' || basis.kind == 'p')) any = true;
    const auto done = withdraw_everything(*id, pick(2) == 0 ? std::optional{world.shelter.team} : std::nullopt);
    EXPECT_EQ(done.has_value(), any) << refused(done);
    for (auto& basis : model.all)
      if (basis.kind == 'c' || basis.kind == 'p') basis.withdrawn = true;
  }
  void let_time_pass() {
    world.clock.advance(std::chrono::hours{pick(24 * 12)});
    if (pick(2) == 0) run_jobs();
  }

  void step() {
    switch (pick(9)) {
      case 0:
      case 1:
        return agree();
      case 2:
        return refuse();
      case 3:
        return use_another_ground();
      case 4:
        return answer_as_second();
      case 5:
      case 6:
        return pause_or_go_on();
      case 7:
        return pick(3) == 0 ? take_back() : let_time_pass();
      default:
        return let_time_pass();
    }
  }
  void compare(int round, int steps) {
    std::set<std::string> expected;
    for (std::size_t i = 0; i < model.all.size(); ++i) {
      const auto& basis = model.all[i];
      const auto state = model.state(i, now());
      ASSERT_EQ(state_of(*id, basis.id), state) << "round " << round << " step " << steps << " basis " << i;
      ASSERT_EQ(access_to(basis.id) == Access::open, model.readable(i, now()))
          << "round " << round << " step " << steps << " basis " << i << " " << state;
      if (state == "live") expected.insert(basis.id.text());
    }
    ASSERT_EQ(live(*id), expected) << "round " << round << " step " << steps;
  }
};
NRM_ON_EACH_DATABASE(ModelTest);

TEST_P(ModelTest, AnyOrderOfWordsLeavesWhatTheModelSays) {
  for (int round = 0; round < 8; ++round) {
    model = {};
    id = open("adult");
    for (int steps = 0; steps < 25; ++steps) {
      step();
      ASSERT_NO_FATAL_FAILURE(compare(round, steps));
    }
  }
}

}  // namespace
}  // namespace nrm::consent::testing
