// The routes of saved filters and of the list as a file. Only app includes this.
#pragma once

#include <vector>

#include "nrm/access/http_session.hpp"
#include "nrm/http/route.hpp"
#include "nrm/i18n/catalogue.hpp"
#include "nrm/log/act.hpp"
#include "nrm/pathway/pack.hpp"

namespace nrm::caselist {

// All outlive the routes. The catalogue has the titles of the file's columns.
struct RoutesContext {
  log::Journal& journal;
  const pathway::Pack& pack;
  const i18n::Catalogue& catalogue;
  access::SessionResolver sessions;
};
std::vector<http::Route> caselist_routes(const RoutesContext& context);

}  // namespace nrm::caselist
