// The routes of cases. Only http targets and the program include this.
#pragma once

#include <functional>
#include <vector>

#include "nrm/access/session.hpp"
#include "nrm/casefile/team_end.hpp"
#include "nrm/http/route.hpp"
#include "nrm/log/act.hpp"
#include "nrm/pathway/pack.hpp"

namespace nrm::casefile {

// References outlive the routes.
struct RoutesContext {
  log::Journal& journal;
  const pathway::Pack& pack;
  std::function<Result<access::Session>(const http::Request&)> resolve;  // who is signed in
  CountUnanswered unanswered = {};  // of referrals; none where there is no such module
};
std::vector<http::Route> casefile_routes(const RoutesContext& context);

}  // namespace nrm::casefile
