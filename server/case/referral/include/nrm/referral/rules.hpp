// The states of a referral and the arrows between them: pure data and one question. Every arrow has a side that may
// take it; a referral is always answered, so no open state is without a way on.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace nrm::referral {

enum class State {
  draft,  // stands by: its receiver knows nothing of it
  sent,
  seen,
  accepted,
  declined,
  redirected,
  first_contact,
  under_way,
  completed,
  ended,
  recalled,
  expired,
};
std::string_view name_of(State state);  // "first-contact"
std::optional<State> parse_state(std::string_view name);

// person: she withdraws; nobody takes that arrow in her place, it follows from the withdrawn basis. clock: nobody needs
// to be signed in.
enum class Side { sender, receiver, clock, person };

enum class ArrowName {
  send,
  wake,
  stand_down,
  see,
  accept,
  decline,
  redirect,
  make_first_contact,
  begin_help,
  complete,
  end,
  recall,
  expire,
  withdraw,
};
std::string_view name_of(ArrowName arrow);  // as history rows carry it: "first-contact"

struct Arrow {
  ArrowName name;
  Side side;
  std::vector<State> from;
  State to;
};
// An arrow that two sides may take has two rows.
const std::vector<Arrow>& arrows();

// Where the arrow leads from this state; nothing where it cannot be taken by this side or not now.
std::optional<State> next(State state, ArrowName name, Side side);
// The arrows a side may take now, in the table's order.
std::vector<ArrowName> allowed(State state, Side side);
// Waiting for the receiver's answer: the answer clock runs.
bool awaits_answer(State state);
// The receiver was asked and neither refused nor came to an end.
bool is_open(State state);
bool is_final(State state);

}  // namespace nrm::referral
