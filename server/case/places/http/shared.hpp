// What the routes of places share.
#pragma once

#include <memory>

#include "nrm/access/decide.hpp"
#include "nrm/http/json.hpp"
#include "nrm/places/routes.hpp"

namespace nrm::places {

using Context = std::shared_ptr<const PlacesContext>;

std::vector<http::Route> own_routes(const Context& context);
std::vector<http::Route> candidate_routes(const Context& context);

// The members of what is free and promised, into an object that is open; `now` tells what is old.
void write_stock(http::JsonWriter& out, const Stock& stock, const pathway::Pack& pack, UtcTime now);

}  // namespace nrm::places
