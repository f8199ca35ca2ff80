#include "nrm/letters/rules.hpp"

#include <array>
#include <utility>

#include "nrm/kernel/id.hpp"

namespace nrm::letters {
namespace {

constexpr std::array kStateNames{std::pair{State::sent, "sent"}, std::pair{State::accepted, "accepted"},
                                 std::pair{State::declined, "declined"}, std::pair{State::expired, "expired"},
                                 std::pair{State::recalled, "recalled"}};

}  // namespace

std::string_view name_of(State state) {
  for (const auto& [value, name] : kStateNames)
    if (value == state) return name;
  fail_bug("a state of a letter without a name");
}

std::optional<State> parse_state(std::string_view name) {
  for (const auto& [value, text] : kStateNames)
    if (name == text) return value;
  return std::nullopt;
}

std::optional<State> next(State state, Step step) {
  const bool waits = state == State::sent;
  // Late or not at all: the team that sent it says how it ended.
  const bool open = waits || state == State::expired;
  switch (step) {
    case Step::accept_by_page:
      return waits ? std::optional{State::accepted} : std::nullopt;
    case Step::decline_by_page:
      return waits ? std::optional{State::declined} : std::nullopt;
    case Step::record_acceptance:
      return open ? std::optional{State::accepted} : std::nullopt;
    case Step::record_decline:
      return open ? std::optional{State::declined} : std::nullopt;
    case Step::recall:
    case Step::withdraw:
      return open ? std::optional{State::recalled} : std::nullopt;
    case Step::expire:
      return waits ? std::optional{State::expired} : std::nullopt;
  }
  fail_bug("a step of a letter that leads nowhere");
}

bool awaits_answer(State state) {
  return state == State::sent;
}

}  // namespace nrm::letters
