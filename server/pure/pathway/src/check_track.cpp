#include "loader.hpp"

#include <fmt/format.h>

namespace nrm::pathway {
namespace {

using Ends = std::pair<std::string, std::string>;

// Everything that can be reached from `reached` by going along the edges.
std::set<std::string> spread(std::set<std::string> reached, const std::vector<Ends>& edges) {
  for (bool grew = true; grew;) {
    grew = false;
    for (const auto& [from, to] : edges)
      if (reached.contains(from)) grew |= reached.insert(to).second;
  }
  return reached;
}

std::set<std::string> states_where(const Track& track, bool State::*flag) {
  std::set<std::string> out;
  for (const auto& state : track.states)
    if (state.*flag) out.insert(state.id);
  return out;
}

void check_initial(Loader& loader, const Track& track, const std::string& file) {
  const auto count = states_where(track, &State::initial).size();
  if (count == 0)
    loader.fault(file, track.line, "no-initial-state", fmt::format("the track \"{}\" has no initial state", track.id));
  if (count > 1)
    loader.fault(file, track.line, "several-initial-states",
                 fmt::format("the track \"{}\" has {} initial states", track.id, count));
}

}  // namespace

void check_track(Loader& loader, const Track& track, std::string_view where) {
  const std::string file{where};
  std::vector<Ends> onward, back;
  for (const auto& step : track.transitions) {
    onward.emplace_back(step.from, step.to);
    back.emplace_back(step.to, step.from);
  }
  check_initial(loader, track, file);
  const auto reached = spread(states_where(track, &State::initial), onward);
  const auto ending = spread(states_where(track, &State::final), back);
  for (const auto& state : track.states) {
    if (!reached.contains(state.id))
      loader.fault(file, state.line, "unreachable-state", fmt::format("no way leads to \"{}\"", state.id));
    if (!ending.contains(state.id))
      loader.fault(file, state.line, "dead-end", fmt::format("no way leads from \"{}\" to a final state", state.id));
  }
}

}  // namespace nrm::pathway
