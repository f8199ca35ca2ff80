// Random tries by three people of three bodies against the pack's graph: the state is always one that a way of the
// graph leads to, and exactly the clocks of that state run. The model reads the pack's file by itself: from, to, who,
// needs.
#include <rapidcheck.h>

#include <cstdlib>

#include "moves_world.hpp"

namespace nrm::identification::testing {
namespace {

struct Place {
  std::string state;
  UtcTime since;
};

class Play {
 public:
  explicit Play(MovesWorld& w) : w_{w}, case_{w.open_case()}, basis_{w.agree(case_)} {
    w_.share(case_, basis_);
    for (const auto& track : w_.pack.pathway.tracks) places_[track.id] = {track.initial().id, w_.now()};
  }

  // Any step of the pack by any of the three, whether it stands open or not.
  void attempt(std::size_t number, int who, bool generous) {
    const auto& [track, step] = nth(number);
    const auto& person = who == 0 ? w_.officer : who == 1 ? w_.decider : w_.helper;
    With with;
    if (generous) with = {.reason = "There is a reason.", .decided = true};
    auto input = w_.input_of(step->id, with);
    for (const auto& need : step->needs)
      if (generous && need.starts_with("form:")) input.forms.push_back({need.substr(5), Kept::paper, "file 1"});
    const auto done = move(w_.desk(), w_.as(person), case_, w_.version_of(case_), input);
    RC_ASSERT(done.has_value() == expected(*track, *step, who, generous));
    if (done) places_[track->id] = {step->to, w_.now()};
  }

  void wait(int days) { w_.pass(std::chrono::hours{24 * days}); }

  void compare() {
    const auto view = w_.view(w_.manager, case_);
    for (const auto& track : view.tracks) {
      const auto& place = places_.at(track.track->id);
      RC_ASSERT(track.state == place.state);
      RC_ASSERT(running(track) == due(*track.track, place));
    }
    RC_ASSERT(w_.count("SELECT COUNT(*) AS n FROM running_clock WHERE subject_kind = 'stay'") ==
              static_cast<std::int64_t>(clocks_expected()));
  }

  // Any step, or, where it is to lead on, one out of where the case stands.
  std::size_t pick(std::size_t number, bool lead_on) const {
    std::vector<std::size_t> choice;
    std::size_t at = 0;
    for (const auto& track : w_.pack.pathway.tracks)
      for (const auto& step : track.transitions) {
        if (!lead_on || places_.at(track.id).state == step.from) choice.push_back(at);
        ++at;
      }
    return choice.at(number % choice.size());
  }

 private:
  using Times = std::set<std::pair<std::string, std::int64_t>>;  // kind and due time

  std::pair<const pathway::Track*, const pathway::Transition*> nth(std::size_t number) const {
    for (const auto& track : w_.pack.pathway.tracks) {
      if (number < track.transitions.size()) return {&track, &track.transitions[number]};
      number -= track.transitions.size();
    }
    throw std::logic_error{"no such step"};
  }
  static bool names(const pathway::Transition& step, const std::vector<std::string>& roles, const std::string& kind) {
    return std::ranges::any_of(step.who, [&](const auto& who) {
      return std::ranges::count(who.organisation_kinds, kind) > 0 &&
             std::ranges::any_of(roles, [&](const auto& role) { return std::ranges::count(who.roles, role) > 0; });
    });
  }
  bool expected(const pathway::Track& track, const pathway::Transition& step, int who, bool generous) const {
    if (who == 2) return false;  // the charity holds nothing
    const auto& place = places_.at(track.id);
    const bool theirs = who == 0 ? names(step, {"first-responder"}, "police-department")
                                 : names(step, {"case-manager", "identifying-officer"}, "competent-authority");
    const bool in_time = !step.earliest || w_.now() >= end_of(place.since, *step.earliest);
    const bool given = generous || std::ranges::all_of(step.needs, [](const auto& need) {
                         return need == "basis" || need == "age-class";
                       });
    const bool open = step.on_breach != "lapses" || w_.now() < end_of(place.since, *step.latest);
    return place.state == step.from && theirs && in_time && open && given;
  }
  UtcTime end_of(UtcTime since, const pathway::Period& period) const {
    return pathway::end_of_period(since, period, *w_.pack.calendar);
  }

  static Times running(const TrackView& track) {
    Times out;
    for (const auto& time : track.times) out.emplace(pathway::name_of(time.clock.kind), time.clock.due_at->unix_us());
    return out;
  }
  // Clocks of the pack and latest times of steps say the same more than once: as times, not as rules.
  Times due(const pathway::Track& track, const Place& place) const {
    Times out;
    const auto moment = "state:" + track.id + "/" + place.state;
    for (const auto& rule : w_.pack.pathway.clocks)
      if (rule.starts_at == moment) out.emplace(name_of(rule.kind), end_of(place.since, rule.due).unix_us());
    for (const auto& step : track.transitions)
      if (step.latest && step.starts_at == moment) out.emplace("maximum", end_of(place.since, *step.latest).unix_us());
    return out;
  }
  std::size_t clocks_expected() const {
    std::size_t out = 0;
    for (const auto& track : w_.pack.pathway.tracks) out += due(track, places_.at(track.id)).size();
    return out;
  }

  MovesWorld& w_;
  CaseId case_;
  BasisId basis_;
  std::map<std::string, Place> places_;
};

class ModelTest : public ::testing::TestWithParam<storage::Kind> {};
NRM_ON_EACH_DATABASE(ModelTest);

TEST_P(ModelTest, any_sequence_of_tries_follows_the_graph_of_the_pack_and_its_clocks_keep_step) {
  // A sequence costs hundreds of signed and sealed acts; more are asked for by the environment.
  ::setenv("RC_PARAMS", "max_success=6 max_size=30", 0);
  const bool held = rc::check("the case follows the pack", [&] {
    MovesWorld w{GetParam()};
    Play play{w};
    const auto tries = *rc::gen::container<std::vector<std::tuple<int, int, int>>>(
        rc::gen::tuple(rc::gen::inRange(0, 1 << 20), rc::gen::inRange(0, 8), rc::gen::inRange(1, 20)));
    for (const auto& [number, who, days] : tries) {
      if (who == 7)
        play.wait(days);
      else
        play.attempt(play.pick(static_cast<std::size_t>(number), days % 4 != 0), who % 3, days > 3);
      play.compare();
    }
  });
  EXPECT_TRUE(held);
}

}  // namespace
}  // namespace nrm::identification::testing
