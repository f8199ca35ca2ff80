// What waits for a team about its places: a statement that is too old asks for a new one.
#pragma once

#include "nrm/pathway/pack.hpp"
#include "nrm/work/item.hpp"

namespace nrm::places {

// Items "state-places", one a service. The pack outlives the source.
work::Source open_work(const pathway::Pack& pack);

}  // namespace nrm::places
