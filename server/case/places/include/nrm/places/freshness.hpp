// How long a statement counts: the pack's clock "place-statement", from the moment it was made.
#pragma once

#include "nrm/pathway/pack.hpp"
#include "nrm/places/places.hpp"

namespace nrm::places {

inline constexpr std::string_view kStatementClock = "place-statement";

// When it counts as old; never, where the pack has no such clock.
std::optional<UtcTime> restate_by(const Stock& stock, const pathway::Pack& pack);
bool is_old(const Stock& stock, const pathway::Pack& pack, UtcTime now);

}  // namespace nrm::places
