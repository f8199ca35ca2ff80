// Moments at which a higher module hears of refusals. Both run in the act that leaves the refusal's leaf: a reaction
// that fails there loses the leaf, so it only counts.
#pragma once

#include <string_view>

namespace nrm::log {

// The act's header is the refused act's; the object is the problem's slug.
inline constexpr std::string_view kActRefused = "act.refused";
// An hour in which one actor was refused more often than a person would ask; the object is "member:<id>" or the kind of
// another actor. The act's subject names the organisation.
inline constexpr std::string_view kRefusalsSummed = "log.refusals-summed";

}  // namespace nrm::log
