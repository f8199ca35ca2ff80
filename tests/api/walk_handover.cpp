// A whole case for another team: looked at, offered, completed, taken back, declined, and in the end accepted.
#include "nrm/casefile/field.hpp"
#include "walk.hpp"

namespace nrm::api {
namespace {

json::array all_groups() {
  json::array out;
  for (const auto group : casefile::field_groups()) out.emplace_back(std::string{group});
  return out;
}

}  // namespace

void Walk::hand_over() {
  const auto path = "/api/v1/cases/" + opened_by_manager();
  auto consent = consent_to(shelter);
  consent["field_groups"] = all_groups();
  must(201, manager, Method::post, path + "/bases", consent);
  must(201, manager, Method::post, path + "/letters",
       json::object{{"partner_name", canary("handoverpartner")},
                    {"need", "medical-help"},
                    {"sender", canary("handoversender")},
                    {"phone", canary("handoverphone")},
                    {"agreed", "person"}});
  const auto seen = must(200, manager, Method::get, path + "/handover-preview?team_id=" + shelter);
  if (seen.at("letters").to_number<int>() != 1 || seen.at("letters_to_tell").to_number<int>() != 0)
    throw std::logic_error{"the preview of a hand-over tells of no letter: " + json::serialize(seen)};
  const auto offer = [&](const char* label) {
    const json::object body{{"team_id", shelter}, {"urgent", true}, {"note", canary(label)}};
    return "/api/v1/handovers/" + text_of(must(201, manager, Method::post, path + "/handovers", body), "id");
  };
  const auto first = offer("handovernote");
  must(200, shelter_manager, Method::get, "/api/v1/handovers?box=in");
  must(200, shelter_manager, Method::get, first);
  must(201, manager, Method::post, first + "/completion", json::object{});
  must(201, manager, Method::post, first + "/recall", json::object{});
  const auto second = offer("secondhandovernote");
  must(201, shelter_manager, Method::post, second + "/decline",
       json::object{{"reason", "no-place"}, {"note", canary("handoverrefusal")}});
  must(200, manager, Method::get, second);
  const auto third = offer("thirdhandovernote");
  must(201, shelter_manager, Method::post, third + "/acceptance", json::object{});
  must(200, shelter_manager, Method::get, path);
  must(404, manager, Method::get, path);
}

}  // namespace nrm::api
