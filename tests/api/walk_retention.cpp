// Erasure, holds and what is due, on cases of their own.
#include "walk.hpp"

namespace nrm::api {

void Walk::retain() {
  const auto open = [&] { return text_of(must(201, officer, Method::post, "/api/v1/cases", new_case()), "id"); };
  const auto held = "/api/v1/cases/" + open();
  const auto hold = text_of(must(201, officer, Method::post, held + "/legal-holds",
                                 json::object{{"reason", "criminal-case"},
                                              {"reference", canary("holdreference")},
                                              {"classes", json::array{}},
                                              {"until", "2026-12-31"}}),
                            "id");
  const auto wish = [&](const char* why, json::array classes) {
    return json::object{{"why", why}, {"classes", std::move(classes)}, {"note", canary("erasurenote")}};
  };
  const auto waiting = text_of(
      must(201, officer, Method::post, held + "/erasure-requests", wish("subject-request", {"identity"})), "id");
  must(201, manager, Method::post, "/api/v1/erasure-requests/" + waiting + "/withdrawal");
  must(201, officer, Method::post, "/api/v1/legal-holds/" + hold + "/lifting");
  must(201, manager, Method::post, "/api/v1/legal-holds/" + hold + "/lifting");
  must(200, officer, Method::get, held + "/retention");

  const auto gone = "/api/v1/cases/" + open();
  const auto request =
      text_of(must(201, officer, Method::post, gone + "/erasure-requests", wish("opened-in-error", {})), "id");
  must(200, manager, Method::get, "/api/v1/retention");
  must(201, manager, Method::post, "/api/v1/erasure-requests/" + request + "/execution");
  must(200, data_officer, Method::get, "/api/v1/erasures");
}

}  // namespace nrm::api
