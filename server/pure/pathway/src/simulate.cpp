#include "nrm/pathway/simulate.hpp"

#include <algorithm>
#include <map>

#include "moments.hpp"

namespace nrm::pathway {
namespace {

constexpr std::string_view kUrgent = "-urgent";

// A clock of the case that has started.
struct Run {
  ClockRule rule;
  int nth = 1;
  UtcTime start;
  std::optional<UtcTime> ended_at;
  const Transition* step = nullptr;  // whose latest or earliest time it is
  const Track* track = nullptr;      // of that step
};

struct ReasonedPause {
  std::string reason;
  Pause pause;
};

std::string state_moment(std::string_view state) {
  return "state:" + std::string{state};
}

std::string_view track_of(std::string_view state) {
  return state.substr(0, state.find('/'));
}

// One case on its way. Lives as long as the pack.
class Journey {
 public:
  Journey(const Pack& pack, std::string case_number) : pack_{pack}, number_{std::move(case_number)} {}

  void go(const CaseMoment& moment) {
    if (moment.moment == "pause") return pause(moment);
    if (moment.moment == "resume") return resume(moment);
    if (moment.moment == "state") return reach(moment);
    if (moment.moment == "referral.sent") urgent_ = moment.state == "urgent";
    end_by(moment);
    start_by(moment.moment, moment.at);
    if (moment.moment == "case.opened")
      for (const auto& track : pack_.pathway.tracks) enter(track, track.initial().id, moment.at);
  }

  void finish(UtcTime until, Simulation& out) {
    std::stable_sort(runs_.begin(), runs_.end(), [](const Run& a, const Run& b) {
      return std::tie(a.start, a.rule.id) < std::tie(b.start, b.rule.id);
    });
    for (const auto& run : runs_) out.clocks.push_back(outcome_of(run, until));
    out.unknown_steps.insert(out.unknown_steps.end(), unknown_.begin(), unknown_.end());
  }

 private:
  void pause(const CaseMoment& moment) {
    if (std::none_of(pauses_.begin(), pauses_.end(),
                     [&](const auto& one) { return one.reason == moment.state && !one.pause.until; }))
      pauses_.push_back({moment.state, {moment.at, {}}});
  }
  void resume(const CaseMoment& moment) {
    for (auto& one : pauses_)
      if (one.reason == moment.state && !one.pause.until) one.pause.until = moment.at;
  }

  void reach(const CaseMoment& moment) {
    const auto* track = pack_.pathway.find_track(track_of(moment.state));
    if (track == nullptr) return unknown_.push_back({number_, moment.at, {}, moment.state});
    const auto to = moment.state.substr(track->id.size() + 1);
    const auto known = states_.find(track->id);
    const auto from = known == states_.end() ? track->initial().id : known->second;
    if (from == to && known != states_.end()) return;
    if (!take_step(*track, from, to, moment.at) && from != to)
      unknown_.push_back({number_, moment.at, track->id + "/" + from, moment.state});
    enter(*track, to, moment.at);
  }

  // Ends what waited for the case to leave that state; false where the pathway has no such step.
  bool take_step(const Track& track, const std::string& from, const std::string& to, UtcTime at) {
    bool known = false;
    for (const auto& step : track.transitions) known |= step.from == from && step.to == to;
    for (auto& run : runs_) {
      if (run.ended_at) continue;
      const bool of_state = run.step == nullptr && run.rule.starts_at == state_moment(track.id + "/" + from);
      const bool of_step = run.track == &track && run.step->from == from;
      if (of_state || of_step) run.ended_at = at;
    }
    // The earliest time of a way that was not taken binds nobody.
    std::erase_if(runs_, [&](const Run& run) {
      return run.ended_at == at && run.step != nullptr && run.track == &track && run.rule.kind == ClockKind::minimum &&
             run.step->to != to;
    });
    return known;
  }

  void enter(const Track& track, const std::string& state, UtcTime at) {
    states_[track.id] = state;
    start_by(state_moment(track.id + "/" + state), at);
  }

  void end_by(const CaseMoment& moment) {
    for (auto& run : runs_)
      if (!run.ended_at && ends(run, moment)) run.ended_at = moment.at;
  }
  static bool ends(const Run& run, const CaseMoment& moment) {
    if (moment.moment == "case.closed") return true;
    if (moment.moment == "clock.ended") return moment.state == run.rule.id;
    return std::any_of(std::begin(kEnds), std::end(kEnds),
                       [&](const auto& end) { return end.first == run.rule.id && end.second == moment.moment; });
  }

  void start_by(std::string_view moment, UtcTime at) {
    for (const auto& rule : pack_.pathway.clocks)
      if (rule.starts_at == moment && fits_urgency(rule.id)) start({rule, 1, at, {}, nullptr, nullptr});
    for (const auto& track : pack_.pathway.tracks)
      for (const auto& step : track.transitions) {
        if (step.starts_at != moment) continue;
        if (const auto latest = clock_of(step)) start({*latest, 1, at, {}, &step, &track});
        if (step.earliest) start({earliest_rule(step), 1, at, {}, &step, &track});
      }
  }
  // Of a pair such as referral-answer and referral-answer-urgent one runs.
  bool fits_urgency(const std::string& id) const {
    if (id.ends_with(kUrgent)) return urgent_;
    return !urgent_ || pack_.pathway.find_clock(id + std::string{kUrgent}) == nullptr;
  }
  static ClockRule earliest_rule(const Transition& step) {
    return {step.id, step.labels, step.starts_at, *step.earliest, {}, {}, step.origin, ClockKind::minimum, {}};
  }
  // A clock that runs and starts again ends and begins anew.
  void start(Run run) {
    for (auto& other : runs_) {
      if (other.rule.id != run.rule.id || other.rule.kind != run.rule.kind) continue;
      ++run.nth;
      if (!other.ended_at) other.ended_at = run.start;
    }
    runs_.push_back(std::move(run));
  }

  // Those that stopped it, as they were known when it ended.
  std::vector<Pause> pauses_of(const Run& run) const {
    std::vector<Pause> out;
    for (const auto& [reason, pause] : pauses_) {
      const auto& stops = run.rule.pauses_on;
      if (std::find(stops.begin(), stops.end(), reason) == stops.end()) continue;
      if (run.ended_at && pause.from >= *run.ended_at) continue;
      const bool open = !pause.until || (run.ended_at && *pause.until > *run.ended_at);
      out.push_back({pause.from, open ? std::nullopt : pause.until});
    }
    return out;
  }

  SimulatedClock outcome_of(const Run& run, UtcTime until) const {
    const auto times = clock_for(run.rule, run.start, pauses_of(run), *pack_.calendar);
    SimulatedClock out{number_, run.rule.id, run.nth, run.rule.kind, run.start, {}, {}, run.ended_at, {}};
    if (times) {
      out.due = times->due;
      if (run.rule.warn_before.count > 0) out.warn_at = times->warn_at;
    }
    out.outcome = run.rule.kind == ClockKind::minimum ? of_minimum(out, until) : of_maximum(out, until);
    return out;
  }
  static Outcome of_maximum(const SimulatedClock& clock, UtcTime until) {
    if (!clock.due) return clock.ended_at ? Outcome::in_time : Outcome::stands_still;
    if (clock.ended_at.value_or(until) >= *clock.due) return Outcome::breached;
    return clock.ended_at ? Outcome::in_time : Outcome::running;
  }
  static Outcome of_minimum(const SimulatedClock& clock, UtcTime until) {
    if (clock.due && clock.ended_at.value_or(until) >= *clock.due) return Outcome::reached;
    if (clock.ended_at) return Outcome::too_early;
    return clock.due ? Outcome::running : Outcome::stands_still;
  }

  const Pack& pack_;
  std::string number_;
  bool urgent_ = false;
  std::map<std::string, std::string> states_;  // by track
  std::vector<Run> runs_;
  std::vector<ReasonedPause> pauses_;
  std::vector<UnknownStep> unknown_;
};

// Cases as they first come, each in the order of its times.
std::vector<std::vector<CaseMoment>> by_case(const std::vector<CaseMoment>& caseload) {
  std::vector<std::vector<CaseMoment>> out;
  std::map<std::string, std::size_t> place;
  for (const auto& moment : caseload) {
    const auto [found, is_new] = place.emplace(moment.case_number, out.size());
    if (is_new) out.emplace_back();
    out[found->second].push_back(moment);
  }
  for (auto& moments : out)
    std::stable_sort(moments.begin(), moments.end(), [](const auto& a, const auto& b) { return a.at < b.at; });
  return out;
}

UtcTime last_of(const std::vector<CaseMoment>& caseload) {
  UtcTime last;
  for (const auto& moment : caseload) last = std::max(last, moment.at);
  return last;
}

using Key = std::tuple<std::string, std::string, ClockKind, int>;
Key key_of(const SimulatedClock& clock) {
  return {clock.case_number, clock.rule, clock.kind, clock.nth};
}
std::map<Key, const SimulatedClock*> by_key(const Simulation& simulation) {
  std::map<Key, const SimulatedClock*> out;
  for (const auto& clock : simulation.clocks) out.emplace(key_of(clock), &clock);
  return out;
}

}  // namespace

std::string_view name_of(Outcome outcome) {
  constexpr std::string_view names[] = {"running", "stands-still", "in-time", "breached", "reached", "too-early"};
  return names[static_cast<std::size_t>(outcome)];
}

Simulation simulate(const Pack& pack, const std::vector<CaseMoment>& caseload, std::optional<UtcTime> until) {
  const auto end = until.value_or(last_of(caseload));
  Simulation out;
  for (const auto& moments : by_case(caseload)) {
    Journey journey{pack, moments.front().case_number};
    for (const auto& moment : moments)
      if (moment.at <= end) journey.go(moment);
    journey.finish(end, out);
  }
  return out;
}

std::string_view SimulatedChange::what() const {
  const auto came = [&](Outcome outcome) {
    const bool was = before && before->outcome == outcome, is = after && after->outcome == outcome;
    return static_cast<int>(is) - static_cast<int>(was);
  };
  if (came(Outcome::breached) != 0) return came(Outcome::breached) > 0 ? "breach-appears" : "breach-vanishes";
  if (came(Outcome::too_early) != 0) return came(Outcome::too_early) > 0 ? "too-early-appears" : "too-early-vanishes";
  if (!before) return "clock-appears";
  if (!after) return "clock-vanishes";
  return before->due != after->due ? "deadline-moves" : "outcome-changes";
}

std::vector<SimulatedChange> compare(const Simulation& before, const Simulation& after) {
  const auto old = by_key(before), now = by_key(after);
  std::vector<SimulatedChange> out;
  for (const auto& clock : after.clocks) {
    const auto found = old.find(key_of(clock));
    if (found == old.end())
      out.push_back({std::nullopt, clock});
    else if (found->second->due != clock.due || found->second->outcome != clock.outcome)
      out.push_back({*found->second, clock});
  }
  for (const auto& clock : before.clocks)
    if (!now.contains(key_of(clock))) out.push_back({clock, std::nullopt});
  return out;
}

}  // namespace nrm::pathway
