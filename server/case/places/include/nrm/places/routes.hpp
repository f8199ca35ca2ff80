// The routes of places. Only app includes this.
#pragma once

#include <vector>

#include "nrm/access/http_session.hpp"
#include "nrm/http/route.hpp"
#include "nrm/places/candidates.hpp"

namespace nrm::places {

// The number that two bodies speak of a referral by; nothing where there is no such referral.
using ReferenceOf = std::function<std::optional<std::string>(storage::Reader&, const ReferralId&)>;

// The journal and the pack outlive the routes.
struct PlacesContext {
  log::Journal& journal;
  const pathway::Pack& pack;
  access::SessionResolver session;
  ReferenceOf reference_of;
  AnswerRecords records;
  DutyPhones duty_phones;
  directory::CanReceive can_receive = nullptr;  // the team has a casework key, where nothing else is given
};
std::vector<http::Route> places_routes(PlacesContext context);

}  // namespace nrm::places
