#include "nrm/pathway/pathway.hpp"

#include <algorithm>

namespace nrm::pathway {
namespace {

bool contains(const std::vector<std::string>& all, const std::string& one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

bool may_move(const Transition& transition, const Mover& mover) {
  return std::any_of(transition.who.begin(), transition.who.end(), [&](const Who& who) {
    return contains(who.roles, mover.role) && contains(who.organisation_kinds, mover.organisation_kind);
  });
}

template <class T>
const T* find_by_id(const std::vector<T>& all, std::string_view id) {
  const auto found = std::find_if(all.begin(), all.end(), [&](const T& one) { return one.id == id; });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace

const State* Track::find(std::string_view state) const {
  return find_by_id(states, state);
}

const State& Track::initial() const {
  return *std::find_if(states.begin(), states.end(), [](const State& state) { return state.initial; });
}

const Track* Pathway::find_track(std::string_view id) const {
  return find_by_id(tracks, id);
}
const ClockRule* Pathway::find_clock(std::string_view id) const {
  return find_by_id(clocks, id);
}

std::optional<ClockRule> Pathway::find_rule(std::string_view id) const {
  if (const auto* rule = find_clock(id)) return *rule;
  for (const auto& track : tracks)
    if (const auto* step = find_by_id(track.transitions, id)) return clock_of(*step);
  return std::nullopt;
}

std::vector<const Transition*> allowed_transitions(const Track& track, std::string_view state, const Mover& mover) {
  std::vector<const Transition*> allowed;
  for (const auto& transition : track.transitions)
    if (transition.from == state && may_move(transition, mover)) allowed.push_back(&transition);
  return allowed;
}

std::optional<ClockRule> clock_of(const Transition& transition) {
  if (!transition.latest) return std::nullopt;
  return ClockRule{transition.id,      transition.labels,      transition.starts_at,
                   *transition.latest, transition.warn_before, transition.on_breach,
                   transition.origin,  ClockKind::maximum,     transition.pauses_on};
}

std::optional<UtcTime> earliest_of(const Transition& transition, UtcTime since, const Calendar& calendar) {
  if (!transition.earliest) return std::nullopt;
  return end_of_period(since, *transition.earliest, calendar);
}

}  // namespace nrm::pathway
