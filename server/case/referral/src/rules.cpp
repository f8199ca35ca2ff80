#include "nrm/referral/rules.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "nrm/kernel/id.hpp"

namespace nrm::referral {
namespace {

constexpr std::array kStateNames{
    std::pair{State::draft, "draft"},
    std::pair{State::sent, "sent"},
    std::pair{State::seen, "seen"},
    std::pair{State::accepted, "accepted"},
    std::pair{State::declined, "declined"},
    std::pair{State::redirected, "redirected"},
    std::pair{State::first_contact, "first-contact"},
    std::pair{State::under_way, "under-way"},
    std::pair{State::completed, "completed"},
    std::pair{State::ended, "ended"},
    std::pair{State::recalled, "recalled"},
    std::pair{State::expired, "expired"},
};

constexpr std::array kArrowNames{
    std::pair{ArrowName::send, "send"},
    std::pair{ArrowName::wake, "wake"},
    std::pair{ArrowName::stand_down, "stand-down"},
    std::pair{ArrowName::see, "see"},
    std::pair{ArrowName::accept, "accept"},
    std::pair{ArrowName::decline, "decline"},
    std::pair{ArrowName::redirect, "redirect"},
    std::pair{ArrowName::make_first_contact, "first-contact"},
    std::pair{ArrowName::begin_help, "begin-help"},
    std::pair{ArrowName::complete, "complete"},
    std::pair{ArrowName::end, "end"},
    std::pair{ArrowName::recall, "recall"},
    std::pair{ArrowName::expire, "expire"},
    std::pair{ArrowName::withdraw, "withdraw"},
};

std::vector<Arrow> make_arrows() {
  using S = State;
  using A = ArrowName;
  const std::vector<S> unanswered{S::sent, S::seen};
  const std::vector<S> in_help{S::accepted, S::first_contact, S::under_way};
  const std::vector<S> not_helping{S::sent, S::seen, S::declined};
  return {
      {A::send, Side::sender, {S::draft}, S::sent},
      {A::wake, Side::clock, {S::draft}, S::sent},
      {A::stand_down, Side::clock, {S::draft}, S::recalled},
      {A::see, Side::receiver, {S::sent}, S::seen},
      {A::accept, Side::receiver, unanswered, S::accepted},
      {A::decline, Side::receiver, unanswered, S::declined},
      {A::redirect, Side::sender, not_helping, S::redirected},
      {A::redirect, Side::clock, not_helping, S::redirected},
      {A::make_first_contact, Side::receiver, {S::accepted}, S::first_contact},
      {A::begin_help, Side::receiver, {S::first_contact}, S::under_way},
      {A::complete, Side::receiver, in_help, S::completed},
      {A::end, Side::receiver, in_help, S::ended},
      {A::recall, Side::sender, {S::draft, S::sent, S::seen, S::accepted}, S::recalled},
      {A::expire, Side::clock, {S::draft, S::sent, S::seen}, S::expired},
      {A::withdraw, Side::person, {S::draft, S::sent, S::seen, S::accepted, S::first_contact, S::under_way}, S::ended},
  };
}

bool contains(const std::vector<State>& states, State state) {
  return std::find(states.begin(), states.end(), state) != states.end();
}

}  // namespace

std::string_view name_of(State state) {
  for (const auto& [value, name] : kStateNames)
    if (value == state) return name;
  fail_bug("a referral state without a name");
}

std::optional<State> parse_state(std::string_view name) {
  for (const auto& [value, text] : kStateNames)
    if (name == text) return value;
  return std::nullopt;
}

std::string_view name_of(ArrowName arrow) {
  for (const auto& [value, name] : kArrowNames)
    if (value == arrow) return name;
  fail_bug("an arrow without a name");
}

const std::vector<Arrow>& arrows() {
  static const std::vector<Arrow> table = make_arrows();
  return table;
}

std::optional<State> next(State state, ArrowName name, Side side) {
  for (const Arrow& row : arrows())
    if (row.name == name && row.side == side && contains(row.from, state)) return row.to;
  return std::nullopt;
}

std::vector<ArrowName> allowed(State state, Side side) {
  std::vector<ArrowName> out;
  for (const Arrow& row : arrows())
    if (row.side == side && contains(row.from, state)) out.push_back(row.name);
  return out;
}

bool awaits_answer(State state) {
  return state == State::sent || state == State::seen;
}

bool is_open(State state) {
  return awaits_answer(state) || state == State::accepted || state == State::first_contact || state == State::under_way;
}

bool is_final(State state) {
  return std::none_of(arrows().begin(), arrows().end(), [&](const Arrow& row) { return contains(row.from, state); });
}

}  // namespace nrm::referral
