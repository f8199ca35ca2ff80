// The documents of the public directory, member by member: nothing gets into one that is not named here.
#pragma once

#include "nrm/directory/offer.hpp"
#include "places.hpp"
#include "public_terms.hpp"
#include "rows.hpp"

namespace nrm::hsds {

struct PublicOrganisation {
  std::string id;
  OrganisationId organisation;
  bool confidential = false;
  UtcTime modified;
  json::object summary;
  json::object full;
};
// `kept`: what was imported of it and confirmed, if anything was.
PublicOrganisation public_organisation(const Words& words, const directory::Organisation& body,
                                       const KeptOrganisation* kept, bool confidential, const Signs& withheld);

struct PublicService {
  std::string id;
  std::set<std::string> kinds;
  UtcTime modified;
  json::object summary;
  json::object full;  // with where it is offered
};
// What a team offers of one kind.
PublicService offered_service(const Words& words, const PublicOrganisation& organisation, const directory::Team& team,
                              const directory::DescribedOffer& offer);
// What was imported and confirmed.
PublicService imported_service(const Words& words, const PublicOrganisation& organisation, const KeptService& kept,
                               const Signs& withheld);

}  // namespace nrm::hsds
