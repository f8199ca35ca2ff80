// Bases: another ground with its second person and its review, pause, withdrawal, a guardian who is suspected, the
// printed record.
#include "walk.hpp"

namespace nrm::api {
namespace {

const json::object kThisReceiver{{"scope", "this-receiver"}};

}  // namespace

void Walk::keep_bases() {
  const auto path = "/api/v1/cases/" + text_of(must(201, officer, Method::post, "/api/v1/cases", new_case()), "id");
  must(200, officer, Method::get, "/api/v1/grounds");
  auto agreed = consent_to(shelter);
  agreed["explained_at"] = to_rfc3339(world_.now());
  agreed["minutes"] = 35;
  const auto basis = path + "/bases/" + text_of(must(201, officer, Method::post, path + "/bases", agreed), "id");
  must(200, officer, Method::get, basis);
  must(200, officer, Method::get, basis + "/record?language=ru");
  must(201, officer, Method::post, basis + "/pause", kThisReceiver);
  must(201, officer, Method::post, basis + "/resumption",
       json::object{{"spoken_to", "person"}, {"words", canary("resumed")}});
  use_another_ground(path);
  must(200, officer, Method::get, path + "/withdrawal-preview");
  must(201, officer, Method::post, path + "/withdrawals", json::object{{"scope", "all"}});
  auto child = new_case();
  child["values"].as_object()["casework.age-class"].as_object()["class"] = "child";
  child["values"].as_object()["identity.birth-date"].as_object()["value"] = "2014";
  const auto hers = "/api/v1/cases/" + text_of(must(201, officer, Method::post, "/api/v1/cases", child), "id");
  must(201, officer, Method::post, hers + "/representative-suspicions",
       json::object{{"who", "guardian"}, {"name", canary("suspect")}});
}

void Walk::use_another_ground(const std::string& path) {
  const auto pending = text_of(must(201, officer, Method::post, path + "/other-grounds",
                                    json::object{{"ground", "vital-interest"},
                                                 {"danger", canary("danger")},
                                                 {"purpose", "protect"},
                                                 {"receiver_team_id", shelter},
                                                 {"field_groups", json::array{"identity", "contact"}},
                                                 {"until", to_iso(world_.pack().calendar->local_date(world_.now()))}}),
                               "id");
  must(201, manager, Method::post, path + "/bases/" + pending + "/confirmation", json::object{{"verdict", "confirm"}});
  must(200, data_officer, Method::get, "/api/v1/other-grounds");
  must(201, data_officer, Method::post, "/api/v1/other-grounds/" + pending + "/review",
       json::object{{"verdict", "not-in-order"}, {"note", canary("reviewnote")}});
  must(200, manager, Method::get, path + "/bases/" + pending);
}

}  // namespace nrm::api
