#include "nrm/handover/rules.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace nrm::handover {
namespace {

constexpr std::array<std::pair<State, std::string_view>, 6> kStates{{{State::offered, "offered"},
                                                                     {State::accepted, "accepted"},
                                                                     {State::declined, "declined"},
                                                                     {State::taken_back, "taken-back"},
                                                                     {State::expired, "expired"},
                                                                     {State::stopped, "stopped"}}};

struct Way {
  Arrow arrow;
  std::string_view name;
  Side side;
  State to;
};
// She, by her word, and what becomes of the case stop it; no colleague takes that arrow in her place.
constexpr std::array<Way, 5> kWays{{{Arrow::accept, "accept", Side::receiver, State::accepted},
                                    {Arrow::decline, "decline", Side::receiver, State::declined},
                                    {Arrow::take_back, "take-back", Side::giver, State::taken_back},
                                    {Arrow::expire, "expire", Side::clock, State::expired},
                                    {Arrow::stop, "stop", Side::person, State::stopped}}};

}  // namespace

std::string_view name_of(State state) {
  return std::ranges::find(kStates, state, &std::pair<State, std::string_view>::first)->second;
}

std::optional<State> parse_state(std::string_view name) {
  const auto found = std::ranges::find(kStates, name, &std::pair<State, std::string_view>::second);
  return found == kStates.end() ? std::nullopt : std::optional{found->first};
}

std::string_view name_of(Arrow arrow) {
  return std::ranges::find(kWays, arrow, &Way::arrow)->name;
}

std::optional<State> next(State state, Arrow arrow, Side side) {
  const auto& way = *std::ranges::find(kWays, arrow, &Way::arrow);
  if (state != State::offered || way.side != side) return std::nullopt;
  return way.to;
}

std::vector<Arrow> allowed(State state, Side side) {
  std::vector<Arrow> out;
  for (const auto& way : kWays)
    if (next(state, way.arrow, side)) out.push_back(way.arrow);
  return out;
}

}  // namespace nrm::handover
