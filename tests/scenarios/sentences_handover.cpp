// A whole case for another team.
#include <fmt/format.h>

#include "sentences.hpp"

namespace nrm::scenarios {
namespace {

using http::Method;

std::string case_path(Stage& stage, const std::string& person, const std::string& rest) {
  return "/api/v1/cases/" + stage.case_id(person) + rest;
}

json::value preview(Stage& stage, const std::string& actor, const std::string& person, const std::string& team) {
  return stage.must(actor, 200, Method::get,
                    case_path(stage, person, "/handover-preview?team_id=" + stage.team_id(team)));
}

std::size_t size_of(const json::value& object, const char* list) {
  return object.at(list).as_array().size();
}

void expect_free_way(Stage& stage, const std::string& actor, const std::string& person, const std::string& team,
                     const std::string& referrals) {
  const auto seen = preview(stage, actor, person, team);
  if (size_of(seen, "hindrances") != 0 || std::to_string(size_of(seen, "referrals")) != referrals)
    Stage::fail("the preview says " + json::serialize(seen));
}

Answer offer(Stage& stage, const std::string& actor, const std::string& person, const std::string& team) {
  return stage.call(actor, Method::post, case_path(stage, person, "/handovers"),
                    json::object{{"team_id", stage.team_id(team)}});
}

void expect_refused(const Answer& answer, const std::string& why) {
  const std::string slug = why == "there is no basis" ? "consent.no-basis" : "handover.not-covered";
  if (json::serialize(answer.body).find(":" + slug + "\"") == std::string::npos)
    Stage::fail("it answered " + json::serialize(answer.body));
}

json::value newest(Stage& stage, const std::string& actor, const char* box) {
  const auto list = stage.must(actor, 200, Method::get, std::string{"/api/v1/handovers?box="} + box);
  if (size_of(list, "items") == 0) Stage::fail("nothing is offered");
  return list.at("items").as_array().at(0);
}

std::string path_of(const json::value& offer, const char* rest = "") {
  return "/api/v1/handovers/" + text_of(offer, "id") + rest;
}

void expect_offered(Stage& stage, const std::string& actor, const std::string& team, const std::string& person) {
  const auto view = stage.must(actor, 200, Method::get, path_of(newest(stage, actor, "in")));
  if (text_of(view, "state") != "offered" || text_of(view.at("from_team"), "id") != stage.team_id(team))
    Stage::fail("it says " + json::serialize(view));
  if (json::serialize(view).find(stage.case_id(person)) != std::string::npos)
    Stage::fail("it tells which case it is: " + json::serialize(view));
}

void expect_work(Stage& stage, const std::string& actor, const std::string& kind) {
  const auto work = stage.must(actor, 200, Method::get, "/api/v1/work");
  for (const auto& item : work.at("items").as_array())
    if (text_of(item, "kind") == kind) return;
  Stage::fail("the list says " + json::serialize(work));
}

void take_over(Stage& stage, const std::string& actor, const std::string& person) {
  const auto taken =
      stage.must(actor, 201, Method::post, path_of(newest(stage, actor, "in"), "/acceptance"), json::object{});
  if (text_of(taken, "case_id") != stage.case_id(person)) Stage::fail("it is another case");
}

void expect_earlier_acts(Stage& stage, const std::string& actor, const std::string& person) {
  const auto acts = json::serialize(stage.must(actor, 200, Method::get, case_path(stage, person, "/timeline")));
  for (const auto* action : {"case.open", "handover.offer", "handover.accept"})
    if (acts.find(std::string{"\""} + action + "\"") == std::string::npos)
      Stage::fail(std::string{"the timeline lacks "} + action);
}

// Of the rows of the case: which of them name the team, but for what tells who did something then.
void expect_nothing_left(Stage& stage, const std::string& person, const std::string& team) {
  auto& world = stage.world();
  const storage::Params params{{"case", stage.case_id(person)}, {"team", stage.team_id(team)}};
  const std::set<std::string> history{"handover.from_team",   "other_ground.team",  "case_move.by_team",
                                      "case_stay.entered_by", "case_pause.by_team", "case_pause.ended_by_team"};
  for (const auto& table : world.query(
           "SELECT m.name AS name FROM sqlite_master m JOIN pragma_table_info(m.name) p WHERE m.type = 'table' AND "
           "p.name = 'case_id' UNION SELECT 'case_file'")) {
    const auto of = table.text("name");
    const auto* id = of == "case_file" ? "id" : "case_id";
    for (const auto& column : world.query("SELECT name FROM pragma_table_info($table)", {{"table", of}})) {
      const auto place = of + "." + column.text("name");
      const auto sql =
          fmt::format("SELECT COUNT(*) AS n FROM {} WHERE {} = $case AND {} = $team", of, id, column.text("name"));
      if (!history.contains(place) && world.query(sql, params).at(0).integer("n") > 0)
        Stage::fail(place + " still names the team");
    }
  }
  if (world.query("SELECT COUNT(*) AS n FROM key_seal WHERE subject = $case AND holder = $team", params)
          .at(0)
          .integer("n") > 0)
    Stage::fail("a key is left");
}

}  // namespace

void add_handover(std::vector<Sentence>& all) {
  add(all,
      R"re("([^"]+)" sees that nothing stands in the way of handing the case of "([^"]+)" to "([^"]+)", )re"
      R"re(and that (\d+) referrals? would move\.)re",
      [](Stage& stage, const std::smatch& m) {
        expect_free_way(stage, name(m, 1), name(m, 2), name(m, 3), name(m, 4));
      });
  add(all,
      R"re("([^"]+)" cannot offer the case of "([^"]+)" to "([^"]+)", for )re"
      R"re((there is no basis|she did not agree to all of it)\.)re",
      [](Stage& stage, const std::smatch& m) {
        expect_refused(offer(stage, name(m, 1), name(m, 2), name(m, 3)), name(m, 4));
      });
  add(all, R"re("([^"]+)" offers the case of "([^"]+)" to "([^"]+)"\.)re", [](Stage& stage, const std::smatch& m) {
    const auto made = offer(stage, name(m, 1), name(m, 2), name(m, 3));
    if (made.status != 201) Stage::fail("it answered " + json::serialize(made.body));
    stage.world().clock().advance(std::chrono::seconds{1});
  });
  add(all, R"re("([^"]+)" is offered a case by "([^"]+)" and does not learn that it is that of "([^"]+)"\.)re",
      [](Stage& stage, const std::smatch& m) { expect_offered(stage, name(m, 1), name(m, 2), name(m, 3)); });
  add(all, R"re("([^"]+)" declines the offered case for want of a place\.)re", [](Stage& stage, const std::smatch& m) {
    stage.must(name(m, 1), 201, Method::post, path_of(newest(stage, name(m, 1), "in"), "/decline"),
               json::object{{"reason", "no-place"}});
  });
  add(all, R"re("([^"]+)" sees that (?:her|his) offer is ([a-z-]+)\.)re", [](Stage& stage, const std::smatch& m) {
    const auto state = text_of(newest(stage, name(m, 1), "out"), "state");
    if (state != name(m, 2)) Stage::fail("it is " + state);
  });
  add(all, R"re("([^"]+)" cannot take the case over yet, for the offer is not complete\.)re",
      [](Stage& stage, const std::smatch& m) {
        const auto answer = stage.call(name(m, 1), Method::post,
                                       path_of(newest(stage, name(m, 1), "in"), "/acceptance"), json::object{});
        if (json::serialize(answer.body).find("handover.not-complete") == std::string::npos)
          Stage::fail("it answered " + json::serialize(answer.body));
      });
  add(all, R"re("([^"]+)" is to complete (?:her|his) offer, and does\.)re", [](Stage& stage, const std::smatch& m) {
    expect_work(stage, name(m, 1), "complete-handover");
    stage.must(name(m, 1), 201, Method::post, path_of(newest(stage, name(m, 1), "out"), "/completion"), json::object{});
  });
  add(all, R"re("([^"]+)" takes over the case of "([^"]+)"\.)re",
      [](Stage& stage, const std::smatch& m) { take_over(stage, name(m, 1), name(m, 2)); });
  add(all, R"re("([^"]+)" reads in the timeline of "([^"]+)" what was done before\.)re",
      [](Stage& stage, const std::smatch& m) { expect_earlier_acts(stage, name(m, 1), name(m, 2)); });
  add(all, R"re(Nothing of the case of "([^"]+)" is left with "([^"]+)"\.)re",
      [](Stage& stage, const std::smatch& m) { expect_nothing_left(stage, name(m, 1), name(m, 2)); });
}

}  // namespace nrm::scenarios
