// Who leaves, and what becomes of the keys.
#include "sentences_keys.hpp"

#include <fmt/format.h>

namespace nrm::scenarios {
namespace {

using http::Method;

std::string member_path(Stage& stage, const std::string& player) {
  return "/api/v1/members/" + stage.players.at(player).account.member.text() + "/suspension";
}

std::string team_path(Stage& stage, const std::string& team, const char* what) {
  return "/api/v1/teams/" + stage.team_id(team) + what;
}

void expect_signed_out(Stage& stage, const std::string& player) {
  const auto rows =
      stage.world().query("SELECT id FROM session WHERE member = $m", {{"m", stage.players.at(player).account.member}});
  if (!rows.empty()) Stage::fail("a session lives");
}

void expect_no_key(Stage& stage, const std::string& player) {
  const auto rows = stage.world().query("SELECT kind FROM team_key_seal WHERE member = $m",
                                        {{"m", stage.players.at(player).account.member}});
  if (!rows.empty()) Stage::fail(fmt::format("{} seals are left", rows.size()));
}

void make_new_keys(Stage& stage, const std::string& player, const std::string& team) {
  stage.must(player, 201, Method::post, team_path(stage, team, "/key-rotation"));
  for (int acts = 0;; ++acts) {
    const auto done = stage.must(player, 201, Method::post, team_path(stage, team, "/key-rewrapping"));
    if (done.as_object().at("remaining").as_int64() == 0) return;
    if (acts == 100) Stage::fail("wrapping anew does not end");
  }
}

void rekey(Stage& stage, const std::string& player, const std::string& person) {
  const auto path = "/api/v1/cases/" + stage.case_id(person) + "/rekeying";
  const auto body = stage.must(player, 201, Method::post, path);
  if (!body.as_object().at("awaiting").as_array().empty()) Stage::fail("a colleague is needed");
}

void add_suspensions(std::vector<Sentence>& all) {
  add(all, R"re("([^"]+)" cannot suspend "([^"]+)", for nobody else of "[^"]+" could open its data\.)re",
      [](Stage& stage, const std::smatch& m) { stage.must(m[1], 409, Method::post, member_path(stage, m[2])); });
  add(all, R"re("([^"]+)" suspends "([^"]+)"( all the same)?\.)re", [](Stage& stage, const std::smatch& m) {
    json::value body = nullptr;
    if (m[3].matched) body = json::object{{"despite_last_key", true}};
    stage.must(m[1], 201, Method::post, member_path(stage, m[2]), body);
  });
  add(all, R"re("([^"]+)" ends the suspension of "([^"]+)"\.)re",
      [](Stage& stage, const std::smatch& m) { stage.must(m[1], 204, Method::del, member_path(stage, m[2])); });
  add(all, R"re("([^"]+)" is signed out( and holds no key)?\.)re", [](Stage& stage, const std::smatch& m) {
    expect_signed_out(stage, m[1]);
    if (m[2].matched) expect_no_key(stage, m[1]);
  });
}

void add_new_keys(std::vector<Sentence>& all) {
  add(all, R"re("([^"]+)" sees that "([^"]+)" needs new keys and that the case of "([^"]+)" does\.)re",
      [](Stage& stage, const std::smatch& m) {
        const auto view = stage.must(m[1], 200, Method::get, team_path(stage, m[2], "/keys"));
        if (view.as_object().at("tasks").as_array().empty()) Stage::fail("the team has no task");
        if (json::serialize(view.as_object().at("cases")).find(stage.case_id(m[3])) == std::string::npos)
          Stage::fail("the case does not wait");
      });
  add(all, R"re("([^"]+)" makes new keys for "([^"]+)"\.)re",
      [](Stage& stage, const std::smatch& m) { make_new_keys(stage, m[1], m[2]); });
  add(all, R"re("([^"]+)" gives the case of "([^"]+)" new keys\.)re",
      [](Stage& stage, const std::smatch& m) { rekey(stage, m[1], m[2]); });
  add(all, R"re("([^"]+)" sees that nothing waits at "([^"]+)"\.)re", [](Stage& stage, const std::smatch& m) {
    const auto view = stage.must(m[1], 200, Method::get, team_path(stage, m[2], "/keys"));
    const auto& object = view.as_object();
    if (!object.at("tasks").as_array().empty() || object.at("cases_to_rekey").as_int64() != 0 ||
        object.at("seals_to_rewrap").as_int64() != 0)
      Stage::fail("it waits: " + json::serialize(view));
  });
}

}  // namespace

void add_keys(std::vector<Sentence>& all) {
  add_suspensions(all);
  add_new_keys(all);
}

}  // namespace nrm::scenarios
