#include "answered.hpp"

#include <set>

#include "nrm/casefile/life.hpp"
#include "times.hpp"

namespace nrm::identification {
namespace {

// Over any steps, but for those by which an ended procedure begins anew on the way.
bool leads_to(const pathway::Track& track, const std::string& from, const std::string& to) {
  std::set<std::string> seen{from};
  std::vector<std::string> open{from};
  while (!open.empty()) {
    const auto at = std::move(open.back());
    open.pop_back();
    const auto* state = track.find(at);
    if (at != from && (state == nullptr || state->final)) continue;
    for (const auto& step : track.transitions) {
      if (step.from != at || !seen.insert(step.to).second) continue;
      if (step.to == to) return true;
      open.push_back(step.to);
    }
  }
  return false;
}

bool is_at_end(const pathway::Track& track, const std::string& state) {
  const auto* known = track.find(state);
  return known == nullptr || known->final;
}

// Where nothing was done yet nothing is in hand, however late the case was opened.
bool is_behind(storage::Reader& reader, const pathway::Track& track, const casefile::CaseFacts& survivor,
               const std::string& state, const Stay& stay) {
  if (state == track.initial().id) return true;
  if (!leads_to(track, state, stay.state)) return false;
  return !leads_to(track, stay.state, state) || since_of(reader, survivor, track.id) < stay.since;
}

}  // namespace

bool is_answered(log::Act& act, const pathway::Pack& pack, const Stay& stay) {
  const auto survivor = casefile::survivor_of(act.writer(), stay.case_id);
  if (survivor == stay.case_id) return false;
  const auto* track = pack.pathway.find_track(stay.track);
  const auto facts = casefile::find_case(act.writer(), survivor);
  const auto state = facts ? casefile::state_on(*facts, stay.track) : std::nullopt;
  if (track == nullptr || !state) return true;
  if (*state != stay.state) return !is_behind(act.writer(), *track, *facts, *state, stay);
  return is_at_end(*track, *state) || find_stay(act.writer(), survivor, stay.track);
}

void silence_answered(log::Act& act, const pathway::Pack& pack, const CaseId& id) {
  for (const auto& each : casefile::with_absorbed(act.writer(), id))
    for (const auto& stay : stays_of(act.writer(), each))
      if (!stay.silent_since && is_answered(act, pack, stay))
        act.run("UPDATE case_stay SET silent_since = $now WHERE id = $id", {{"now", act.now()}, {"id", stay.id}});
}

}  // namespace nrm::identification
