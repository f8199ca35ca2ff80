// Where something is, taken out of documents and recognised again.
#pragma once

#include "document.hpp"
#include "nrm/log/act.hpp"

namespace nrm::hsds {

// By what a place is recognised: its identifier, each of its addresses, its point on the map. Never stored but for the
// identifiers: whoever read an address or a point there would be told where somebody hides.
using Signs = std::set<std::string>;

Signs places_in(const json::object& document);
// Leaves nothing of places, or of texts in which somebody could have written one.
json::object without_places(const json::object& service_or_organisation);
// Without the locations that bear one of these signs.
json::object without_locations(const json::object& service_or_organisation, const Signs& withheld);

// Of the identifiers of earlier runs.
Signs withheld_places(storage::Reader& reader);
void withhold(log::Act& act, const Signs& places);

}  // namespace nrm::hsds
