// The walk through fields: structured values, a group with shared facts, what a field said before, corrections.
#include <fmt/format.h>

#include "walk.hpp"

namespace nrm::api {
namespace {

World::Headers if_match(const json::value& a_case) {
  return {{"if-match", fmt::format("\"{}\"", a_case.at("version").as_int64())}};
}

}  // namespace

json::object Walk::structured_values() {
  const auto money = json::object{{"amount", "150000"}, {"currency", "BYN"}};
  return {
      {"identity.citizenships", json::array{"unknown"}},
      {"identity.documents", json::array{json::object{{"kind", "passport"},
                                                      {"state", "held-by-another"},
                                                      {"number", canary("passport")},
                                                      {"held_by", canary("heldby")}}}},
      {"casework.urgent", "true"},
      {"casework.languages", json::array{json::object{{"language", "vi"}, {"level", "native"}}}},
      {"casework.interpreter", json::object{{"needed", "yes"}, {"gender", "female"}, {"note", canary("dialect")}}},
      {"casework.interpreter-never", json::array{json::object{{"name", canary("cousin")}, {"why", canary("why")}}}},
      {"casework.events", json::array{json::object{{"kind", "transit"}, {"place", canary("road")}}}},
      {"casework.indicators",
       json::array{json::object{{"indicator", "violence"}, {"strength", "direct"}, {"note", canary("bruises")}}}},
      {"casework.related-persons",
       json::array{json::object{{"relation", "sibling"}, {"name", canary("sister")}, {"in_danger", "yes"}}}},
      {"casework.plan-actions",
       json::array{json::object{{"goal", canary("goal")}, {"state", "planned"}, {"cost", money}}}},
      {"justice.compensation", json::object{{"claimed", money}, {"note", canary("claim")}}},
      {"justice.perpetrators", json::array{json::object{{"names", json::array{canary("suspect")}},
                                                        {"phones", json::array{canary("suspectphone")}},
                                                        {"addresses", json::array{canary("suspectaddress")}},
                                                        {"danger", "yes"}}}},
  };
}

void Walk::describe() {
  const auto first = text_of(must(201, officer, Method::post, "/api/v1/cases", new_case()), "id");
  const auto path = "/api/v1/cases/" + first;
  const auto before_change = must(200, officer, Method::get, path);
  must(200, officer, Method::patch, path + "/values", json::object{{"values", structured_values()}},
       if_match(before_change));
  const auto found = json::object{{"values", json::object{}}, {"found_with", first}, {"share_facts", true}};
  must(201, officer, Method::post, "/api/v1/cases", found);
  must(201, officer, Method::post, path + "/field-histories",
       json::object{{"field", "identity.documents"}, {"purpose", "identify"}, {"reason", canary("historyreason")}});
}

void Walk::correct() {
  const auto referral_path = "/api/v1/referrals/" + send_referral();
  const auto case_path = "/api/v1/cases/" + text_of(must(200, officer, Method::get, referral_path), "case_id");
  const auto change = [&](const std::string& how) {
    const auto values = json::object{{"whereabouts.safe-contact", json::object{{"how", how}}}};
    must(200, officer, Method::patch, case_path + "/values", json::object{{"values", values}},
         if_match(must(200, officer, Method::get, case_path)));
  };
  change(canary("corrected"));
  const auto outdated = must(200, officer, Method::get, case_path + "/corrections").at("items").as_array();
  if (outdated.size() != 1) throw std::runtime_error{"a changed field of a parcel is not noticed"};
  must(201, officer, Method::post, referral_path + "/correction",
       json::object{{"fields", json::array{"whereabouts.safe-contact"}}, {"note", canary("correctionnote")}});
  must(201, provider, Method::post, referral_path + "/opening",
       json::object{{"purpose", "assist"}, {"reason", canary("correctedparcel")}});
  change(canary("correctedagain"));
  must(201, officer, Method::post, referral_path + "/correction-dismissal",
       json::object{{"reason", canary("dismissal")}});
}

}  // namespace nrm::api
