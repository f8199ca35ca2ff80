#include "nrm/access/keyring.hpp"
#include "shared.hpp"

namespace nrm::places {

void write_stock(http::JsonWriter& out, const Stock& stock, const pathway::Pack& pack, UtcTime now) {
  out.begin_object().member("service", stock.service).member("stated", stock.stated);
  out.member("stated_at", stock.stated_at).member("counts_promised", stock.counts_promised);
  out.member("held", stock.held).member("confirmed", stock.confirmed).member("free", stock.free);
  out.member("restate_by", restate_by(stock, pack)).member("old", is_old(stock, pack, now)).end_object();
}

std::vector<http::Route> places_routes(PlacesContext context) {
  if (!context.can_receive)
    context.can_receive = [](storage::Reader& reader, const TeamId& team) {
      return access::team_public_key(reader, team, access::Compartment::casework).has_value();
    };
  const auto shared = std::make_shared<const PlacesContext>(std::move(context));
  auto all = own_routes(shared);
  for (auto& route : candidate_routes(shared)) all.push_back(std::move(route));
  return all;
}

}  // namespace nrm::places
