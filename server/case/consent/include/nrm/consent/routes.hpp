// The routes of consent. Only http targets and the program include this.
#pragma once

#include <functional>
#include <vector>

#include "nrm/access/session.hpp"
#include "nrm/http/route.hpp"
#include "nrm/log/act.hpp"
#include "nrm/pathway/pack.hpp"

namespace nrm::consent {

// References outlive the routes.
struct RoutesContext {
  log::Journal& journal;
  const pathway::Pack& pack;
  std::function<Result<access::Session>(const http::Request&)> resolve;  // who is signed in
  // Whether she is announced somewhere without a basis, which ends when she takes everything back; empty: nowhere.
  std::function<bool(storage::Reader&, const CaseId&)> announced = {};
};
std::vector<http::Route> consent_routes(const RoutesContext& context);

}  // namespace nrm::consent
