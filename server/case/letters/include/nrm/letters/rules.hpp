// The states of a letter and who may move it: pure data and one question.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace nrm::letters {

enum class State { sent, accepted, declined, expired, recalled };
std::string_view name_of(State state);
std::optional<State> parse_state(std::string_view name);

enum class Step {
  accept_by_page,
  decline_by_page,
  record_acceptance,  // the partner said so by phone or on paper, be it late
  record_decline,
  recall,
  withdraw,  // by her word; what was answered stays answered
  expire,    // by the clock
};

// Where the step leads; nothing where it cannot be taken now.
std::optional<State> next(State state, Step step);
// A new copy can be made and the page takes its code.
bool awaits_answer(State state);

}  // namespace nrm::letters
