// What a team offers and to whom, what it has free, and who could take a need now.
#include "walk.hpp"

namespace nrm::api {

void Walk::keep_places() {
  const auto offers = "/api/v1/teams/" + shelter + "/offers";
  json::object offer{{"service", "shelter"},
                     {"sexes", json::array{"female"}},
                     {"age_classes", json::array{"adult", "child"}},
                     {"with_children", "yes"},
                     {"without_documents", "yes"},
                     {"disability_access", "no"},
                     {"asks_residence", "no"},
                     {"languages", json::array{"ru", "uk"}},
                     {"regions", json::array{"BY-MI"}},
                     {"hours", "day-and-night"},
                     {"confidential", true},
                     {"version", 0}};
  must(201, shelter_manager, Method::post, offers, offer);
  offer["version"] = 1;
  must(201, administrator, Method::post, offers, offer);
  must(200, officer, Method::get, offers);
  must(200, officer, Method::get, "/api/v1/regions");
  for (const auto* who : {&shelter_manager, &provider})
    must(201, *who, Method::post, "/api/v1/places",
         json::object{{"service", "shelter"}, {"free", 3}, {"counts_promised", true}});
  must(200, provider, Method::get, "/api/v1/places");
  must(200, provider, Method::get, "/api/v1/places/statements");
  must(200, officer, Method::get,
       "/api/v1/candidates?need=shelter&language=uk&sex=female&age_class=adult&region=BY-MI&with_children=true");
}

}  // namespace nrm::api
