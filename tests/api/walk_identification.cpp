// A case on its way along a track: looked at, moved, stopped and going on, decided.
#include "walk.hpp"

namespace nrm::api {

void Walk::go_its_way() {
  const auto path = "/api/v1/cases/" + text_of(must(201, officer, Method::post, "/api/v1/cases", new_case()), "id");
  auto agreed = consent_to(shelter);
  agreed["purpose"] = "identify";
  must(201, officer, Method::post, path + "/bases", std::move(agreed));
  const auto step = [&](json::object body) {
    const auto seen = must(200, officer, Method::get, path + "/moves");
    const auto version = std::to_string(seen.at("version").as_int64());
    must(201, officer, Method::post, path + "/moves", std::move(body), {{"if-match", "\"" + version + "\""}});
  };
  step({{"transition", "identification.send-notice"}, {"reason", canary("noticereason")}});
  const json::object unreachable{{"track", "identification"}, {"reason", "person-not-reachable"}};
  must(201, officer, Method::post, path + "/track-pause", unreachable);
  must(201, officer, Method::post, path + "/track-resumption", unreachable);
  const json::object form{{"form", "by-485-draft"}, {"kept", "paper"}, {"number", canary("filenumber")}};
  step({{"transition", "identification.open-questionnaire"}, {"forms", json::array{form}}});
  step({{"transition", "identification.recognise"},
        {"reason", canary("decisionreason")},
        {"decision", json::object{{"on", "2026-01-01"}, {"number", canary("decisionnumber")}}}});
}

}  // namespace nrm::api
