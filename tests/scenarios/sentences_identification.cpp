// A case on its way along the tracks of its country's pathway.
#include <fmt/format.h>

#include "sentences.hpp"

namespace nrm::scenarios {
namespace {

using http::Method;

std::string path_of(Stage& stage, const std::string& person, const char* rest) {
  return "/api/v1/cases/" + stage.case_id(person) + rest;
}

json::value way_of(Stage& stage, const std::string& actor, const std::string& person) {
  return stage.must(actor, 200, Method::get, path_of(stage, person, "/moves"));
}

// By what the step is called on the screen.
json::value open_step(Stage& stage, const std::string& actor, const std::string& person, const std::string& label) {
  const auto way = way_of(stage, actor, person);
  for (const auto& track : way.at("tracks").as_array())
    for (const auto& move : track.at("moves").as_array())
      if (text_of(move, "label") == label) return move;
  Stage::fail("the step is not open: " + json::serialize(way));
}

// What a step is taken with: everything that it asks for.
json::object answer_to(Stage& stage, const json::value& step, const std::string& reason) {
  json::object body{{"transition", text_of(step, "transition")}};
  if (!reason.empty()) body["reason"] = reason;
  json::array forms;
  for (const auto& need : step.at("asks").as_array()) {
    const auto what = json::value_to<std::string>(need);
    if (what == "decision") body["decision"] = json::object{{"on", to_iso(stage.calendar().local_date(stage.now()))}};
    if (what.starts_with("form:"))
      forms.push_back(json::object{{"form", what.substr(5)}, {"kept", "paper"}, {"number", "shelf 3, file 12"}});
  }
  if (!forms.empty()) body["forms"] = forms;
  return body;
}

Answer take(Stage& stage, const std::string& actor, const std::string& person, const std::string& label,
            const std::string& reason, bool exceptionally = false) {
  const auto step = open_step(stage, actor, person, label);
  auto body = answer_to(stage, step, reason);
  if (exceptionally) body["exceptional"] = true;
  const auto version = way_of(stage, actor, person).at("version").as_int64();
  const auto response =
      stage.world().call(stage.players.at(actor).account, Method::post, path_of(stage, person, "/moves"),
                         json::serialize(body), {{"if-match", fmt::format("\"{}\"", version)}});
  return {response.status, json::parse(response.body)};
}

void must_take(Stage& stage, const std::string& actor, const std::string& person, const std::string& label,
               const std::string& reason, bool exceptionally = false) {
  const auto answer = take(stage, actor, person, label, reason, exceptionally);
  if (answer.status != 201) Stage::fail("it answered " + json::serialize(answer.body));
}

void expect_refused(Stage& stage, const std::smatch& m, const std::string& slug, const std::string& word) {
  const auto answer = take(stage, name(m, 1), name(m, 3), name(m, 2), "There is a reason.");
  const auto body = json::serialize(answer.body);
  if (body.find(":" + slug + "\"") == std::string::npos || body.find(word) == std::string::npos)
    Stage::fail("it answered " + body);
}

void expect_state(Stage& stage, const std::string& actor, const std::string& person, const std::string& label) {
  const auto way = way_of(stage, actor, person);
  for (const auto& track : way.at("tracks").as_array())
    if (text_of(track, "state_label") == label) return;
  Stage::fail("it says " + json::serialize(way));
}

void expect_due(Stage& stage, const std::smatch& m) {
  const auto due = open_step(stage, name(m, 1), name(m, 3), name(m, 2)).at("not_after");
  const auto end = to_rfc3339(stage.calendar().end_of(*parse_iso_date(name(m, 4))));
  if (due.is_null() || json::value_to<std::string>(due) != end) Stage::fail("it is due " + json::serialize(due));
}

std::size_t notices_of(Stage& stage, const std::string& actor, const std::string& code) {
  const auto list = stage.must(actor, 200, Method::get, "/api/v1/notices");
  std::size_t count = 0;
  for (const auto& [part, items] : list.as_object())
    if (items.is_array())
      for (const auto& item : items.as_array())
        if (item.is_object() && item.as_object().contains("code") && text_of(item, "code") == code) ++count;
  return count;
}

void expect_told_once(Stage& stage, const std::string& actor, const std::string& code) {
  if (const auto count = notices_of(stage, actor, code); count != 1) Stage::fail(fmt::format("told {} times", count));
}

// A coordinator sees which team is late, and nothing by which to find the case.
void expect_late_team(Stage& stage, const std::string& actor, const std::string& team, const std::string& person) {
  const auto list = stage.must(actor, 200, Method::get, "/api/v1/work?scope=coordination&kind=overdue-step");
  const auto text = json::serialize(list);
  if (list.at("items").as_array().size() != 1 || text.find(stage.team_id(team)) == std::string::npos)
    Stage::fail("the list says " + text);
  if (text.find(stage.case_id(person)) != std::string::npos) Stage::fail("it tells which case: " + text);
}

void protect_child(Stage& stage, const std::smatch& m) {
  const auto until = stage.calendar().local_date(stage.now() + std::chrono::hours{24 * 20});
  const auto pending = text_of(stage.must(name(m, 1), 201, Method::post, path_of(stage, name(m, 2), "/other-grounds"),
                                          json::object{{"ground", "child-protection"},
                                                       {"danger", "The man who brought the child waits outside."},
                                                       {"purpose", "child-protection"},
                                                       {"receiver_team_id", stage.team_id(name(m, 3))},
                                                       {"field_groups", json::array{"identity", "situation"}},
                                                       {"until", to_iso(until)}}),
                               "id");
  stage.must(name(m, 4), 201, Method::post,
             "/api/v1/cases/" + stage.case_id(name(m, 2)) + "/bases/" + pending + "/confirmation",
             json::object{{"verdict", "confirm"}});
  stage.bases[name(m, 2)] = pending;
}

}  // namespace

void add_identification(std::vector<Sentence>& all) {
  add(all, R"re("([^"]+)" takes the step "([^"]+)" for "([^"]+)"(?:, for (.+?))?\.)re",
      [](Stage& stage, const std::smatch& m) { must_take(stage, name(m, 1), name(m, 3), name(m, 2), name(m, 4)); });
  add(all, R"re("([^"]+)" cannot take the step "([^"]+)" for "([^"]+)" before (\d\S+)\.)re",
      [](Stage& stage, const std::smatch& m) { expect_refused(stage, m, "identification.too-early", name(m, 4)); });
  add(all, R"re("([^"]+)" cannot take the step "([^"]+)" for "([^"]+)", for there is no basis\.)re",
      [](Stage& stage, const std::smatch& m) { expect_refused(stage, m, "consent.no-basis", ""); });
  add(all, R"re("([^"]+)" cannot take the step "([^"]+)" for "([^"]+)", for others decide that\.)re",
      [](Stage& stage, const std::smatch& m) { expect_refused(stage, m, "identification.not-yours", ""); });
  add(all, R"re("([^"]+)" cannot take the step "([^"]+)" for "([^"]+)", for the time for asking is over\.)re",
      [](Stage& stage, const std::smatch& m) { expect_refused(stage, m, "identification.window-over", ""); });
  add(all, R"re("([^"]+)" takes the step "([^"]+)" for "([^"]+)" exceptionally, for (.+)\.)re",
      [](Stage& stage, const std::smatch& m) {
        must_take(stage, name(m, 1), name(m, 3), name(m, 2), name(m, 4), true);
      });
  add(all, R"re("([^"]+)" is told once that a time for asking is over\.)re",
      [](Stage& stage, const std::smatch& m) { expect_told_once(stage, name(m, 1), "pathway.window-over"); });
  add(all, R"re("([^"]+)" sees that "([^"]+)" stands at "([^"]+)"\.)re",
      [](Stage& stage, const std::smatch& m) { expect_state(stage, name(m, 1), name(m, 2), name(m, 3)); });
  add(all, R"re("([^"]+)" sees that the step "([^"]+)" for "([^"]+)" is due at the end of (\d\S+)\.)re", expect_due);
  add(all, R"re("([^"]+)" is told once that a step is (soon due|late)\.)re", [](Stage& stage, const std::smatch& m) {
    expect_told_once(stage, name(m, 1), name(m, 2) == "late" ? "pathway.overdue" : "pathway.due-soon");
  });
  add(all, R"re("([^"]+)" is told once that a shortest time has passed\.)re",
      [](Stage& stage, const std::smatch& m) { expect_told_once(stage, name(m, 1), "pathway.minimum-passed"); });
  add(all,
      R"re("([^"]+)" is told once that a team is late, sees that it is "([^"]+)", and learns nothing of "([^"]+)"\.)re",
      [](Stage& stage, const std::smatch& m) {
        expect_told_once(stage, name(m, 1), "coordination.overdue-step");
        expect_late_team(stage, name(m, 1), name(m, 2), name(m, 3));
      });
  add(all, R"re("([^"]+)" hears of no late team\.)re", [](Stage& stage, const std::smatch& m) {
    if (notices_of(stage, name(m, 1), "coordination.overdue-step") != 0) Stage::fail("somebody told her");
  });
  add(all, R"re("([^"]+)" holds the case of "([^"]+)" together with "([^"]+)"\.)re",
      [](Stage& stage, const std::smatch& m) {
        stage.must(name(m, 1), 201, Method::post, path_of(stage, name(m, 2), "/teams"),
                   json::object{{"team_id", stage.team_id(name(m, 3))},
                                {"compartments", json::array{"casework"}},
                                {"basis_id", stage.bases.at(name(m, 2))}});
      });
  add(all,
      R"re("([^"]+)" records the protection of the child "([^"]+)" as the ground on which "([^"]+)" learns of it, )re"
      R"re(and "([^"]+)" confirms that\.)re",
      protect_child);
}

}  // namespace nrm::scenarios
