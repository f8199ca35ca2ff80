// A country's rules: tracks that run side by side, their states, and who may move a case between them, on what and
// when.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "nrm/kernel/time.hpp"
#include "nrm/pathway/clock.hpp"

namespace nrm::pathway {

struct State {
  std::string id;
  Labels labels;
  bool initial = false;
  bool final = false;
  int line = 0;
};

// Any of these roles in an organisation of any of these kinds.
struct Who {
  std::vector<std::string> roles;
  std::vector<std::string> organisation_kinds;
};

struct Transition {
  std::string id;  // "<track>.<name>"
  std::string from;
  std::string to;
  Labels labels;
  std::vector<Who> who;
  std::vector<std::string> needs;  // "basis", "age-class", "decision", "reason", "form:<id>"
  std::string starts_at;           // the moment earliest and latest count from; empty where there is neither
  std::optional<Period> earliest;
  std::optional<Period> latest;
  Period warn_before;
  std::string on_breach;
  Origin origin;
  std::vector<std::string> pauses_on = {};  // stops the latest time; the earliest is a fact of the calendar
};

struct Track {
  std::string id;
  Labels labels;
  std::vector<State> states;
  std::vector<Transition> transitions;
  int line = 0;
  const State* find(std::string_view state) const;
  const State& initial() const;
};

struct Pathway {
  std::string version;  // cases keep theirs
  std::vector<Track> tracks;
  std::vector<ClockRule> clocks;
  const Track* find_track(std::string_view id) const;
  const ClockRule* find_clock(std::string_view id) const;
  // A clock of that id, or the latest time of the transition of that id.
  std::optional<ClockRule> find_rule(std::string_view id) const;
};

struct Mover {
  std::string role;  // "identifying-officer"
  std::string organisation_kind;
};

// What that person may do now. The times are those of `calendar` from `since`, when the moment named by starts_at came.
std::vector<const Transition*> allowed_transitions(const Track& track, std::string_view state, const Mover& mover);
// The transition as a clock rule; nothing where it has no latest time.
std::optional<ClockRule> clock_of(const Transition& transition);
// Not before this; nothing where there is no earliest time.
std::optional<UtcTime> earliest_of(const Transition& transition, UtcTime since, const Calendar& calendar);

}  // namespace nrm::pathway
