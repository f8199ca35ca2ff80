// The public directory and what an administrator sees of imports. Only http targets include this.
#pragma once

#include <memory>
#include <vector>

#include "nrm/access/http_session.hpp"
#include "nrm/hsds/publish.hpp"
#include "nrm/http/route.hpp"
#include "nrm/log/act.hpp"

namespace nrm::hsds {

// All outlive the routes.
struct HsdsContext {
  log::Journal& journal;
  const pathway::Pack& pack;
  const i18n::Catalogue& catalogue;
  Rules rules;
  access::SessionResolver session;
};

std::vector<http::Route> hsds_routes(HsdsContext context);

}  // namespace nrm::hsds
