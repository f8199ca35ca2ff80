// The coordinators' queue as work: whose region it is, and what would wait because nobody is there.
#pragma once

#include "nrm/pathway/pack.hpp"
#include "nrm/work/item.hpp"

namespace nrm::referral {

// A coordinator's own are those of her team's region with its districts, or all where it has none or the country's.
// Where no coordinator of a region is there (all on leave with nobody to cover them), its items are everybody's, as
// uncovered. `pack` outlives the source.
inline constexpr std::string_view kFindReceiver = "find-receiver";
inline constexpr std::string_view kFindReceiverUncovered = "find-receiver-uncovered";
work::Source queue_work(const pathway::Pack& pack);

}  // namespace nrm::referral
