// Restricted cases, break-glass, and what the person is told of it.
#include <fmt/format.h>

#include "sentences.hpp"

namespace nrm::scenarios {
namespace {

using http::Method;

std::string case_path(Stage& stage, const std::string& person, const std::string& rest) {
  return "/api/v1/cases/" + stage.case_id(person) + rest;
}

std::string fresh_code(Stage& stage, const std::string& player) {
  stage.must(player, 200, Method::get, "/api/v1/session");
  stage.world().clock().advance(std::chrono::seconds{31});
  return crypto::totp_code(stage.players.at(player).account.totp_secret, stage.now());
}

Answer break_glass(Stage& stage, const std::string& player, const std::string& person, const std::string& kind,
                   const std::string& reason) {
  return stage.call(player, Method::post, case_path(stage, person, "/break-glass"),
                    json::object{{"category", "danger-to-life"},
                                 {"reason", reason},
                                 {"compartments", json::array{kind}},
                                 {"code", fresh_code(stage, player)}});
}

void expect(const Answer& answer, int status, const std::string& problem) {
  const auto type = answer.status < 400 ? std::string{} : text_of(answer.body, "type");
  if (answer.status != status || type.find(problem) == std::string::npos)
    Stage::fail(fmt::format("it answered {} {}", answer.status, json::serialize(answer.body)));
}

void may_not_read(Stage& stage, const std::string& player, const std::string& person, const std::string& keeper) {
  const auto answer =
      stage.call(player, Method::post, case_path(stage, person, "/openings"),
                 json::object{{"compartment", "identity"}, {"purpose", "identify"}, {"reason", "to speak with her"}});
  expect(answer, 409, "casefile.restricted");
  if (json::serialize(answer.body).find(stage.stage_name(keeper)) == std::string::npos)
    Stage::fail("it does not say whom to ask: " + json::serialize(answer.body));
}

std::string glass_on(Stage& stage, const std::string& player, const std::string& person) {
  const auto list = stage.must(player, 200, Method::get, case_path(stage, person, "/break-glass"));
  return text_of(list.as_object().at("items").as_array().at(0), "id");
}

void expect_anomalies(Stage& stage, const std::string& player, const std::string& kind, const std::string& count) {
  const auto list = stage.must(player, 200, Method::get, "/api/v1/anomalies");
  std::size_t found = 0;
  for (const auto& item : list.as_object().at("items").as_array()) found += text_of(item, "kind") == kind ? 1U : 0U;
  if (std::to_string(found) != count) Stage::fail(fmt::format("there are {}", found));
}

void expect_account(Stage& stage, const std::string& player, const std::string& person, const std::string& count) {
  const auto account = stage.must(player, 200, Method::get, case_path(stage, person, "/access-account?language=en"));
  std::int64_t found = 0;
  for (const auto& item : account.as_object().at("items").as_array())
    if (text_of(item, "what") == "opened-in-emergency" &&
        text_of(item, "text").find("first responder") != std::string::npos)
      found += item.as_object().at("times").as_int64();
  if (std::to_string(found) != count) Stage::fail(fmt::format("it tells of {}", found));
}

void add_restriction(std::vector<Sentence>& all) {
  add(all, R"re("([^"]+)" restricts the case of "([^"]+)"\.)re", [](Stage& stage, const std::smatch& m) {
    stage.must(name(m, 1), 204, Method::post, case_path(stage, name(m, 2), "/restriction"),
               json::object{{"member_ids", json::array{}}});
  });
  add(all, R"re("([^"]+)" searches for "([^"]+)" and finds nobody\.)re", [](Stage& stage, const std::smatch& m) {
    const auto found = stage.must(name(m, 1), 200, Method::post, "/api/v1/case-searches",
                                  json::object{{"text", stage.stage_name(name(m, 2))}});
    if (!found.as_object().at("items").as_array().empty()) Stage::fail("somebody is found");
  });
  add(all, R"re("([^"]+)" may not read the identity of "([^"]+)" and is told to ask "([^"]+)"\.)re",
      [](Stage& stage, const std::smatch& m) { may_not_read(stage, name(m, 1), name(m, 2), name(m, 3)); });
}

void add_break_glass(std::vector<Sentence>& all) {
  add(all,
      R"re("([^"]+)" may not break the glass on the case of "([^"]+)" to read the (\w+), for )re"
      R"re("([^"]+)" is no reason\.)re",
      [](Stage& stage, const std::smatch& m) {
        expect(break_glass(stage, name(m, 1), name(m, 2), name(m, 3), name(m, 4)), 422, "kernel.invalid");
      });
  add(all, R"re("([^"]+)" breaks the glass on the case of "([^"]+)" to read the (\w+), because "([^"]+)"\.)re",
      [](Stage& stage, const std::smatch& m) {
        expect(break_glass(stage, name(m, 1), name(m, 2), name(m, 3), name(m, 4)), 201, "");
      });
  add(all, R"re("([^"]+)" may not break the glass on the case of "([^"]+)" any more\.)re",
      [](Stage& stage, const std::smatch& m) {
        expect(break_glass(stage, name(m, 1), name(m, 2), "identity", "She has not been seen for two whole days"), 409,
               "oversight.glass-suspended");
      });
  add(all, R"re("([^"]+)" is told at once to review an emergency on the case of "([^"]+)"\.)re",
      [](Stage& stage, const std::smatch& m) {
        const auto work = stage.must(name(m, 1), 200, Method::get, "/api/v1/work");
        for (const auto& item : work.as_object().at("items").as_array())
          if (text_of(item, "kind") == "review-break-glass" && text_of(item, "case_id") == stage.case_id(name(m, 2)))
            return;
        Stage::fail("there is no such work");
      });
  add(all, R"re("([^"]+)" may not review what (?:she|he) did on the case of "([^"]+)"\.)re",
      [](Stage& stage, const std::smatch& m) {
        const auto id = glass_on(stage, name(m, 1), name(m, 2));
        expect(stage.call(name(m, 1), Method::post, "/api/v1/break-glass/" + id + "/review",
                          json::object{{"verdict", "justified"}, {"note", "it was right"}}),
               409, "oversight.another-reviews");
      });
  add(all, R"re("([^"]+)" finds what was done on the case of "([^"]+)" (not )?justified\.)re",
      [](Stage& stage, const std::smatch& m) {
        const auto id = glass_on(stage, name(m, 1), name(m, 2));
        stage.must(name(m, 1), 204, Method::post, "/api/v1/break-glass/" + id + "/review",
                   json::object{{"verdict", m[3].matched ? "not-justified" : "justified"}, {"note", "I asked her"}});
      });
}

void add_watch(std::vector<Sentence>& all) {
  add(all, R"re("([^"]+)" sees (\d+) anomal(?:y|ies) of the kind ([\w-]+)\.)re",
      [](Stage& stage, const std::smatch& m) { expect_anomalies(stage, name(m, 1), name(m, 3), name(m, 2)); });
  add(all, R"re(An hour passes\.)re",
      [](Stage& stage, const std::smatch&) { stage.set_time(stage.now() + std::chrono::minutes{61}); });
  add(all,
      R"re(The account that "([^"]+)" prints for "([^"]+)" tells of (\d+) emergency openings? )re"
      R"re(by a first responder\.)re",
      [](Stage& stage, const std::smatch& m) { expect_account(stage, name(m, 1), name(m, 2), name(m, 3)); });
}

}  // namespace

void add_oversight(std::vector<Sentence>& all) {
  add_restriction(all);
  add_break_glass(all);
  add_watch(all);
}

}  // namespace nrm::scenarios
