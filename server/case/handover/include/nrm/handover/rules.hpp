// The states of an offer and the arrows between them: pure data. Every arrow ends it.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace nrm::handover {

// stopped: the basis went, or the case was closed or came to be part of another.
enum class State { offered, accepted, declined, taken_back, expired, stopped };
std::string_view name_of(State state);  // "taken-back"
std::optional<State> parse_state(std::string_view name);

enum class Side { giver, receiver, clock, person };
enum class Arrow { accept, decline, take_back, expire, stop };
std::string_view name_of(Arrow arrow);  // "take-back"

// Where the arrow leads; nothing where this side may not take it now.
std::optional<State> next(State state, Arrow arrow, Side side);
std::vector<Arrow> allowed(State state, Side side);

}  // namespace nrm::handover
