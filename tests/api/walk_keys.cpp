// Keys rotated, cases given new ones, teams closed and merged.
#include "walk.hpp"

namespace nrm::api {

void Walk::rotate_keys() {
  const auto keys = "/api/v1/teams/" + border + "/key";
  must(201, manager, Method::post, keys + "-rotation");
  for (bool more = true; more;) {
    const auto done = must(201, manager, Method::post, keys + "-rewrapping");
    more = done.at("remaining").as_int64() > 0 && done.at("moved").as_int64() > 0;
  }
  must(200, manager, Method::get, keys + "s");
  must(200, administrator, Method::get, keys + "s");
  const auto id = text_of(must(201, officer, Method::post, "/api/v1/cases", new_case()), "id");
  must(201, officer, Method::post, "/api/v1/cases/" + id + "/rekeying");
}

std::string Walk::add_team_of(const std::string& organisation, const std::string& name) {
  return text_of(must(201, administrator, Method::post, "/api/v1/teams",
                      json::object{{"organisation_id", organisation},
                                   {"name", name},
                                   {"kind", "protection"},
                                   {"services", json::array{"shelter"}},
                                   {"region", ""}}),
                 "id");
}

void Walk::renew_own_key() {
  // Signed in before the code is made: a sign-in would use it up.
  world_.token_of(newcomer_);
  const auto made =
      must(201, newcomer_, Method::post, "/api/v1/account/key-rotation",
           json::object{{"current_password", newcomer_.password}, {"code", new_code(newcomer_.totp_secret)}});
  canaries_.insert(text_of(made, "recovery_code"));
}

void Walk::close_teams() {
  const auto body = text_of(must(201, administrator, Method::post, "/api/v1/organisations",
                                 json::object{{"code", "oak-society"}, {"name", "Oak society"}, {"kind", "ngo"}}),
                            "id");
  must(201, administrator, Method::post, "/api/v1/teams/" + add_team_of(body, "Oak room") + "/closure");
  must(201, administrator, Method::post, "/api/v1/organisations/" + body + "/closure");
}

// The last step of all: the shelter is no more afterwards.
void Walk::merge_teams() {
  std::string organisation;
  const auto teams = must(200, officer, Method::get, "/api/v1/teams");
  for (const auto& team : teams.at("items").as_array())
    if (text_of(team, "id") == shelter) organisation = text_of(team, "organisation_id");
  const auto house = add_team_of(organisation, "Second house");
  house_manager = world_.add_member("House manager", house, {access::Role::case_manager});
  world_.token_of(house_manager);
  for (bool done = false; !done;)
    done = must(201, shelter_manager, Method::post, "/api/v1/teams/" + shelter + "/merger",
                json::object{{"into_team_id", house}})
               .at("done")
               .as_bool();
  // What the team offered is offered by the one that took it in.
  shelter = house;
}

}  // namespace nrm::api
