// What a shelter says it has free, who reaches for it, and whom the mechanism names first.
#include <fmt/format.h>

#include "sentences.hpp"

namespace nrm::scenarios {
namespace {

using http::Method;

void state(Stage& stage, const std::string& actor, const std::string& free, const std::string& service,
           bool counts_promised) {
  stage.must(actor, 201, Method::post, "/api/v1/places",
             json::object{{"service", service}, {"free", std::stoll(free)}, {"counts_promised", counts_promised}});
}

json::object referral_with_place(Stage& stage, const std::string& person, const std::string& team,
                                 const std::string& need) {
  const auto basis = stage.bases.find(person);
  if (basis == stage.bases.end()) Stage::fail("there is no basis yet");
  return {{"case_id", stage.case_id(person)},
          {"basis_id", basis->second},
          {"receiver_team_id", stage.team_id(team)},
          {"need", need},
          {"fields", json::array{"whereabouts.safe-contact", "casework.needs"}},
          {"urgent", false},
          {"hold_place", true}};
}

void hold_a_place(Stage& stage, const std::string& actor, const std::string& person, const std::string& team,
                  const std::string& need) {
  const auto body =
      stage.must(actor, 201, Method::post, "/api/v1/referrals", referral_with_place(stage, person, team, need));
  stage.referrals[person] = text_of(body, "id");
}

void find_no_place(Stage& stage, const std::string& actor, const std::string& person, const std::string& team,
                   const std::string& need) {
  const auto answer =
      stage.call(actor, Method::post, "/api/v1/referrals", referral_with_place(stage, person, team, need));
  const auto text = json::serialize(answer.body);
  if (answer.status != 409 || text.find("places.none-free") == std::string::npos) Stage::fail("it answered " + text);
}

void expect_first(Stage& stage, const std::string& actor, const std::string& need, const std::string& first,
                  const std::string& room, const std::string& then) {
  const auto found = stage.must(actor, 200, Method::get, "/api/v1/candidates?need=" + need);
  const auto& items = found.at("items").as_array();
  if (items.size() < 2) Stage::fail("fewer than two are named");
  if (text_of(items[0], "id") != stage.team_id(first) || text_of(items[0], "room") != room)
    Stage::fail("named first is " + json::serialize(items[0]));
  if (text_of(items[1], "id") != stage.team_id(then)) Stage::fail("named then is " + json::serialize(items[1]));
}

void expect_places(Stage& stage, const std::string& actor, const std::string& free, const std::string& held,
                   const std::string& confirmed) {
  const auto shown = stage.must(actor, 200, Method::get, "/api/v1/places");
  const auto& places = shown.at("items").as_array().at(0);
  const auto is = [&](const char* what, const std::string& wanted) {
    return std::to_string(places.at(what).as_int64()) == wanted;
  };
  if (!is("free", free) || !is("held", held) || !is("confirmed", confirmed))
    Stage::fail("there are " + json::serialize(places));
}

void expect_described(Stage& stage, const std::string& actor, const std::string& team, const char* verdict,
                      const std::string& question) {
  const auto found = stage.must(actor, 200, Method::get, "/api/v1/candidates?need=" + question);
  for (const auto& item : found.at("items").as_array()) {
    if (text_of(item, "id") != stage.team_id(team)) continue;
    for (const auto& condition : item.at("conditions").as_array())
      if (text_of(condition, "verdict") != verdict) Stage::fail("it says " + json::serialize(condition));
    return;
  }
  Stage::fail("it is not named at all");
}

void describe(Stage& stage, const std::string& actor, const std::string& team, const std::string& language) {
  stage.must(actor, 201, Method::post, "/api/v1/teams/" + stage.team_id(team) + "/offers",
             json::object{{"service", "shelter"},
                          {"sexes", json::array{"female"}},
                          {"languages", json::array{language}},
                          {"confidential", true},
                          {"version", 0}});
}

}  // namespace

void add_places(std::vector<Sentence>& all) {
  add(all, R"re("([^"]+)" states that (\d+) places? (?:is|are) free for ([\w-]+)\.)re",
      [](Stage& stage, const std::smatch& m) { state(stage, name(m, 1), name(m, 2), name(m, 3), true); });
  add(all, R"re("([^"]+)" states that (\d+) places? (?:is|are) free for ([\w-]+) beyond those that are promised\.)re",
      [](Stage& stage, const std::smatch& m) { state(stage, name(m, 1), name(m, 2), name(m, 3), false); });
  add(all, R"re("([^"]+)" refers "([^"]+)" to "([^"]+)" for ([\w-]+) and holds a place\.)re",
      [](Stage& stage, const std::smatch& m) { hold_a_place(stage, name(m, 1), name(m, 2), name(m, 3), name(m, 4)); });
  add(all, R"re("([^"]+)" cannot hold a place for "([^"]+)" at "([^"]+)" for ([\w-]+), for none is free\.)re",
      [](Stage& stage, const std::smatch& m) { find_no_place(stage, name(m, 1), name(m, 2), name(m, 3), name(m, 4)); });
  add(all,
      R"re("([^"]+)" asks who could take ([\w-]+) now: "([^"]+)" first, where it is (free|full), then "([^"]+)"\.)re",
      [](Stage& stage, const std::smatch& m) {
        expect_first(stage, name(m, 1), name(m, 2), name(m, 3), name(m, 4), name(m, 5));
      });
  add(all, R"re("([^"]+)" sees (\d+) places? free, (\d+) held and (\d+) confirmed\.)re",
      [](Stage& stage, const std::smatch& m) { expect_places(stage, name(m, 1), name(m, 2), name(m, 3), name(m, 4)); });
  add(all, R"re("([^"]+)" describes that "([^"]+)" takes women and speaks (\w+)\.)re",
      [](Stage& stage, const std::smatch& m) { describe(stage, name(m, 1), name(m, 2), name(m, 3)); });
  add(all, R"re("([^"]+)" sees that "([^"]+)" takes a woman who speaks (\w+)\.)re",
      [](Stage& stage, const std::smatch& m) {
        expect_described(stage, name(m, 1), name(m, 2), "met", "shelter&sex=female&language=" + name(m, 3));
      });
}

}  // namespace nrm::scenarios
