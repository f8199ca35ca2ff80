#include "nrm/casefile/routes.hpp"

#include <gtest/gtest.h>

#include "casefile_world.hpp"

namespace nrm::casefile::testing {
namespace {

class RoutesTest : public CasefileTest {
 protected:
  const Person* who = &world.officer;
  std::vector<http::Route> routes =
      casefile_routes({world.journal(), world.pack,
                       [this](const http::Request&) -> Result<access::Session> { return world.session(*who); }});

  Result<http::Response> call(http::Method method, const std::string& pattern, const std::string& body = "",
                              const std::string& id = "", const std::string& if_match = "") {
    http::Request request;
    request.method = method;
    request.body = body;
    request.headers["content-type"] = "application/json";
    if (!if_match.empty()) request.headers["if-match"] = if_match;
    if (!id.empty()) request.path_params["id"] = id;
    for (const auto& route : routes)
      if (route.method == method && route.pattern == pattern) return route.handler(request);
    throw std::logic_error{"no such route"};
  }
  std::string opened(const std::string& values) {
    const auto answer = call(http::Method::post, "/api/v1/cases", R"({"values":)" + values + R"(,"found_with":null})");
    EXPECT_TRUE(answer.has_value()) << (answer ? "" : problem_text(answer.error()));
    const auto location = answer.value().headers.at("Location");
    return location.substr(location.rfind('/') + 1);
  }
  std::string refused(const Result<http::Response>& answer) {
    return answer ? "answered" : problem_text(answer.error());
  }
};
NRM_ON_EACH_DATABASE(RoutesTest);

constexpr const char* kOpening =
    R"({"compartment":"identity","purpose":"assist","reason":"she asked for her passport"})";

TEST_P(RoutesTest, structured_and_plain_values_come_back_as_they_were_sent) {
  const auto id = opened(R"({"identity.names":[{"name":"Ковальчук","kind":"family"}],"identity.birth-place":"Брест"})");
  const auto answer = call(http::Method::post, "/api/v1/cases/{id}/openings", kOpening, id);
  ASSERT_TRUE(answer.has_value()) << refused(answer);
  EXPECT_EQ(answer->status, 201);
  EXPECT_NE(answer->body.find(R"("identity.names":{"value":[{"name":"Ковальчук","kind":"family"}],"version":1)"),
            std::string::npos)
      << answer->body;
  EXPECT_NE(answer->body.find(R"("identity.birth-place":{"value":"Брест")"), std::string::npos);
  EXPECT_NE(answer->body.find(R"("name":"Test border.officer")"), std::string::npos);
}

TEST_P(RoutesTest, a_change_names_the_version_it_was_made_on_and_null_clears) {
  const auto id = opened(R"({"identity.birth-place":"Brest"})");
  const auto patch = [&](const std::string& body, const std::string& version) {
    return call(http::Method::patch, "/api/v1/cases/{id}/values", body, id, version);
  };
  EXPECT_EQ(refused(patch(R"({"values":{}})", "")), "kernel.invalid header:If-Match=required");
  const auto cleared = patch(R"({"values":{"identity.birth-place":null}})", "\"1\"");
  ASSERT_TRUE(cleared.has_value()) << refused(cleared);
  EXPECT_EQ(cleared->headers.at("ETag"), "\"2\"");
  EXPECT_EQ(refused(patch(R"({"values":{"identity.birth-place":"Minsk"}})", "\"1\"")), "kernel.stale");
  const auto shown = call(http::Method::post, "/api/v1/cases/{id}/openings", kOpening, id);
  EXPECT_EQ(shown->body.find("birth-place"), std::string::npos);
}

TEST_P(RoutesTest, faults_are_named_where_they_are) {
  const auto fault = [&](const std::string& body) { return refused(call(http::Method::post, "/api/v1/cases", body)); };
  EXPECT_EQ(fault(R"({"values":{"identity.nothing":"x"}})"), "kernel.invalid /values/identity.nothing=unknown");
  EXPECT_EQ(fault(R"({"values":{},"more":1})"), "kernel.invalid /more=unknown");
  EXPECT_EQ(fault(R"({"values":{"identity.birth-place":7}})"),
            "kernel.invalid /values/identity.birth-place=wrong-type");
  EXPECT_EQ(fault(R"({"values":{"identity.names":"Ann"}})"), "kernel.invalid /values/identity.names=wrong-type");
  EXPECT_EQ(fault(R"({"values":{"casework.needs":["a-moon"]}})"), "kernel.invalid /values/casework.needs=not-in-list");
  EXPECT_EQ(fault(R"({"values":{"identity.names":[{"name":"Ann","kind":"given","age":"7"}]}})"),
            "kernel.invalid /values/identity.names/0/age=unknown");
  EXPECT_EQ(fault(R"({"values":{},"values":{}})"), "http.malformed-json /values=duplicate-key");
  EXPECT_TRUE(rows("SELECT id FROM case_file").empty());
}

TEST_P(RoutesTest, another_organisation_gets_the_same_not_found_everywhere) {
  const auto id = opened(R"({})");
  who = &world.provider;
  const auto nobody = CaseId::random(world.random).text();
  for (const auto& target : {id, nobody}) {
    EXPECT_EQ(refused(call(http::Method::get, "/api/v1/cases/{id}", "", target)), "kernel.not-found");
    EXPECT_EQ(refused(call(http::Method::get, "/api/v1/cases/{id}/timeline", "", target)), "kernel.not-found");
    EXPECT_EQ(refused(call(http::Method::post, "/api/v1/cases/{id}/openings", kOpening, target)), "kernel.not-found");
    EXPECT_EQ(refused(call(http::Method::patch, "/api/v1/cases/{id}/values", R"({"values":{}})", target, "\"1\"")),
              "kernel.not-found");
  }
  EXPECT_EQ(call(http::Method::get, "/api/v1/cases")->body, R"({"items":[],"next":null})");
}

TEST_P(RoutesTest, a_case_shows_what_is_clear_its_tasks_and_how_to_reach_her) {
  const auto id = opened(R"({"whereabouts.safe-contact":{"how":"by her sister","no_messages":true}})");
  const auto answer = call(http::Method::get, "/api/v1/cases/{id}", "", id);
  ASSERT_TRUE(answer.has_value()) << refused(answer);
  EXPECT_EQ(answer->headers.at("ETag"), "\"1\"");
  for (const auto* part :
       {R"("safe_contact":{"how":"by her sister","no_messages":true})", R"("kind":"decide-age-class")",
        R"("kind":"whereabouts","held":true,"fields":1)", R"("name":"Border post")"})
    EXPECT_NE(answer->body.find(part), std::string::npos) << part << " in " << answer->body;
}

TEST_P(RoutesTest, the_timeline_tells_who_read_what_and_why) {
  const auto id = opened(R"({})");
  call(http::Method::post, "/api/v1/cases/{id}/openings", kOpening, id).value();
  const auto answer = call(http::Method::get, "/api/v1/cases/{id}/timeline", "", id);
  ASSERT_TRUE(answer.has_value()) << refused(answer);
  for (const auto* part : {R"("action":"compartment.open")", R"("reason":"she asked for her passport")",
                           R"("action":"case.open")", R"("compartment":"identity")"})
    EXPECT_NE(answer->body.find(part), std::string::npos) << part << " in " << answer->body;
}

TEST_P(RoutesTest, search_answers_with_references) {
  const auto id = opened(R"({"identity.names":[{"name":"Ковальчук","kind":"family"}]})");
  const auto answer = call(http::Method::post, "/api/v1/case-searches", R"({"text":"Kovalchuk"})");
  ASSERT_TRUE(answer.has_value()) << refused(answer);
  EXPECT_NE(answer->body.find(id), std::string::npos);
  EXPECT_NE(call(http::Method::get, "/api/v1/fields")->body.find(R"("name":"identity.names","compartment":"identity")"),
            std::string::npos);
}

}  // namespace
}  // namespace nrm::casefile::testing
