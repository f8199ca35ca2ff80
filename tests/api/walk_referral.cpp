// Who stands by, who is asked next, and who helps to find somebody.
#include "walk.hpp"

namespace nrm::api {

void Walk::go_on_to_others() {
  const auto hill = world_.add_team("Hill shelter", "ngo", "protection", "shelter");
  world_.add_member("Hill manager", hill, {access::Role::case_manager});
  const auto coordinator = world_.add_member("Coordinator", border, {access::Role::coordinator});
  const auto id = text_of(must(201, officer, Method::post, "/api/v1/cases", new_case()), "id");
  const auto path = "/api/v1/cases/" + id;
  const auto agree = [&](const std::string& team) {
    return text_of(must(201, officer, Method::post, path + "/bases", consent_to(team)), "id");
  };
  const auto to_hill = agree(hill);
  auto asking = referral(id, agree(shelter));
  asking["alternatives"] = json::array{json::object{{"team_id", hill}, {"basis_id", to_hill}}};
  asking["move_on"] = "when-declined-or-late";
  must(200, officer, Method::post, "/api/v1/referrals/previews",
       json::object{{"case_id", id}, {"receiver_team_id", shelter}, {"need", "shelter"}, {"urgent", false}});
  const auto first = must(201, officer, Method::post, "/api/v1/referrals", asking);
  must(200, officer, Method::get, path + "/referrals");
  const auto onwards = must(201, officer, Method::post, "/api/v1/referrals/" + text_of(first, "id") + "/redirection",
                            json::object{{"stand_in_id", text_of(first.at("stand_ins").as_array().at(0), "id")}});
  must(201, officer, Method::post, "/api/v1/referrals/" + text_of(onwards, "id") + "/recall",
       json::object{{"reason", "person-changed-mind"}});
  asking.erase("alternatives");
  asking["previous_id"] = text_of(onwards, "id");
  const auto again =
      "/api/v1/referrals/" + text_of(must(201, officer, Method::post, "/api/v1/referrals", asking), "id");
  must(201, provider, Method::post, again + "/acceptance", json::object{});
  must(201, provider, Method::post, again + "/pause", json::object{{"reason", "person-not-reachable"}});
  must(201, provider, Method::post, again + "/resumption", json::object{{"reason", "person-not-reachable"}});
  must(201, provider, Method::post, again + "/first-contact", json::object{{"at", to_rfc3339(world_.now())}});
  must(201, provider, Method::post, again + "/help", json::object{});
  must(201, provider, Method::post, again + "/end", json::object{{"outcome", "other"}, {"note", canary("endnote")}});
  look_for_somebody(coordinator, hill);
}

// Whoever stood by may not be asked any more: the coordinators look.
void Walk::look_for_somebody(const Account& coordinator, const std::string& hill) {
  const auto id = text_of(must(201, officer, Method::post, "/api/v1/cases", new_case()), "id");
  const auto bases = "/api/v1/cases/" + id + "/bases";
  const auto to_hill = text_of(must(201, officer, Method::post, bases, consent_to(hill)), "id");
  auto asking = referral(id, text_of(must(201, officer, Method::post, bases, consent_to(shelter)), "id"));
  asking["alternatives"] = json::array{json::object{{"team_id", hill}, {"basis_id", to_hill}}};
  const auto sent = text_of(must(201, officer, Method::post, "/api/v1/referrals", asking), "id");
  must(201, officer, Method::post, bases + "/" + to_hill + "/withdrawal", json::object{{"scope", "this-receiver"}});
  must(201, provider, Method::post, "/api/v1/referrals/" + sent + "/decline",
       json::object{{"reason", "no-place"}, {"suggestion_team_id", nullptr}, {"note", ""}});
  world_.move_clock_to(world_.now() + std::chrono::seconds{1});
  const auto waiting = must(200, coordinator, Method::get, "/api/v1/coordination/queue").at("items").as_array().at(0);
  must(201, coordinator, Method::post, "/api/v1/coordination/queue/" + text_of(waiting, "id") + "/suggestion",
       json::object{{"team_id", hill}});
  must(200, officer, Method::get, "/api/v1/referrals/" + sent);
}

}  // namespace nrm::api
