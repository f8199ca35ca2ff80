// Restriction, break-glass, anomalies, canary cases, the account and the copy for the person.
#include "walk.hpp"

namespace nrm::api {

void Walk::watch_over() {
  const auto privacy = world_.add_member("Privacy officer", border, {access::Role::data_protection_officer});
  const auto responder = world_.add_member("Night responder", border, {access::Role::first_responder});
  const auto path = "/api/v1/cases/" + text_of(must(201, manager, Method::post, "/api/v1/cases", new_case()), "id");
  must(204, manager, Method::post, path + "/restriction", json::object{{"member_ids", json::array{}}});
  must(201, responder, Method::post, path + "/break-glass",
       json::object{{"category", "danger-to-life"},
                    {"reason", canary("glassreason") + " lies unconscious on the platform"},
                    {"compartments", json::array{"health", "justice"}},
                    {"code", new_code(responder.totp_secret)}});
  const auto glass = must(200, manager, Method::get, path + "/break-glass").at("items").as_array().at(0);
  must(204, manager, Method::post, "/api/v1/break-glass/" + text_of(glass, "id") + "/review",
       json::object{{"verdict", "not-justified"}, {"note", canary("glassreview")}});
  must(200, privacy, Method::get, "/api/v1/break-glass");
  must(204, privacy, Method::del, "/api/v1/members/" + responder.member.text() + "/break-glass-suspension");
  must(204, manager, Method::del, path + "/restriction");
  must(200, manager, Method::get, "/api/v1/emergency-keys");
  must(204, manager, Method::put, "/api/v1/emergency-keys", json::object{{"enabled", false}});
  const auto found = must(200, privacy, Method::get, "/api/v1/anomalies").at("items").as_array();
  must(204, privacy, Method::post, "/api/v1/anomalies/" + text_of(found.at(0), "id") + "/review",
       json::object{{"verdict", "followed-up"}, {"note", canary("anomalynote")}});
  const auto nobody = text_of(must(201, manager, Method::post, "/api/v1/cases", new_case()), "id");
  must(204, manager, Method::post, "/api/v1/cases/" + nobody + "/canary");
  must(200, privacy, Method::get, "/api/v1/canaries");
  must(204, privacy, Method::post, "/api/v1/canaries/" + nobody + "/confirmation");
  must(200, manager, Method::get, path + "/access-account?language=ru");
  must(201, manager, Method::post, path + "/access-exports",
       json::object{{"purpose", "subject-request"}, {"reason", canary("sheasked")}, {"language", "en"}});
}

}  // namespace nrm::api
