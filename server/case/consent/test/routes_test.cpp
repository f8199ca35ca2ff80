#include "nrm/consent/routes.hpp"

#include <gtest/gtest.h>

#include "nrm/access/testing.hpp"
#include "nrm/casefile/case.hpp"
#include "nrm/consent/record.hpp"

namespace nrm::consent {
namespace {

pathway::Pack pack_with_text() {
  auto pack = access::testing::small_pack();
  pathway::ConsentText text;
  text.language = "ru";
  text.direction = "ltr";
  for (const auto point : pathway::kConsentPoints) text.points.push_back({std::string{point}, "…"});
  pack.consent_texts = {text};
  return pack;
}

class ConsentRoutesTest : public ::testing::TestWithParam<storage::Kind> {
 protected:
  access::testing::World world{
      {.kind = GetParam(), .schemas = {casefile::schema(), consent::schema()}, .pack = pack_with_text()}};
  const access::testing::Person* who = &world.officer;
  std::vector<http::Route> routes =
      consent_routes({world.journal(), world.pack,
                      [this](const http::Request&) -> Result<access::Session> { return world.session(*who); }});

  Result<http::Response> call(http::Method method, const std::string& pattern, const std::string& body,
                              std::map<std::string, std::string> params) {
    http::Request request;
    request.method = method;
    request.body = body;
    request.headers["content-type"] = "application/json";
    request.path_params = std::move(params);
    for (const auto& route : routes)
      if (route.method == method && route.pattern == pattern) return route.handler(request);
    throw std::logic_error{"no such route"};
  }
  std::string adult_case() {
    const auto session = world.session(world.officer);
    return world.journal()
        .act<casefile::OpenedCase>(session.header("case.open", "", {}),
                                   [&](log::Act& act) -> Result<casefile::OpenedCase> {
                                     const auto permit = access::decide(act, session, access::Relation::own_team);
                                     casefile::NewCase input;
                                     input.today = *parse_iso_date("2018-04-10");
                                     input.values.emplace("casework.age-class",
                                                          Personal<std::string>{R"({"class":"adult"})"});
                                     return casefile::open_case(act, *permit, input);
                                   })
        .value()
        .id.text();
  }
  std::string consent_body(const std::string& interpreter) {
    return R"({"decision":"consent","purpose":"refer","receiver_team_id":")" + world.shelter.team.text() +
           R"(","field_groups":["identity","needs"],"language":"ru","interpreter":{"used":)" + interpreter +
           R"(,"name":""},"points":["agrees-to-interview","told-purpose","told-use-of-data","told-research-use",)"
           R"("told-own-access","told-storage-length","told-how-to-withdraw"],"until":"2018-08-01",)"
           R"("spoken_to":"person","child":null})";
  }
  static std::string refused(const Result<http::Response>& answer) {
    if (answer) return "answered";
    std::string out{answer.error().type.slug};
    for (const auto& field : answer.error().fields) out += " " + field.pointer + "=" + field.code;
    return out;
  }
};
NRM_ON_EACH_DATABASE(ConsentRoutesTest);

constexpr const char* kBases = "/api/v1/cases/{id}/bases";

TEST_P(ConsentRoutesTest, consent_is_recorded_listed_and_withdrawn) {
  const auto id = adult_case();
  EXPECT_EQ(refused(call(http::Method::post, kBases, consent_body("false"), {{"id", id}})),
            "kernel.invalid /interpreter/used=interpreter-needed");
  const auto made = call(http::Method::post, kBases, consent_body("true"), {{"id", id}});
  ASSERT_TRUE(made.has_value()) << refused(made);
  EXPECT_EQ(made->status, 201);
  const auto list = [&] { return call(http::Method::get, kBases, "", {{"id", id}}).value().body; };
  EXPECT_NE(list().find(R"("receiver_team":{"id":")" + world.shelter.team.text() + R"(","name":"Shelter")"),
            std::string::npos);
  EXPECT_NE(list().find(R"("until":"2018-08-01","state":"live")"), std::string::npos) << list();
  const auto basis = made->body.substr(made->body.find("\"id\":\"") + 6, 36);
  const auto withdrawal = call(http::Method::post, "/api/v1/cases/{id}/bases/{basis_id}/withdrawal",
                               R"({"scope":"this-receiver"})", {{"id", id}, {"basis_id", basis}});
  ASSERT_TRUE(withdrawal.has_value()) << refused(withdrawal);
  EXPECT_NE(list().find(R"("state":"withdrawn")"), std::string::npos);
}

TEST_P(ConsentRoutesTest, another_team_gets_not_found_and_unknown_members_are_refused) {
  const auto id = adult_case();
  EXPECT_EQ(refused(call(http::Method::post, kBases, R"({"decision":"maybe","more":1})", {{"id", id}}))
                .find("kernel.invalid"),
            0U);
  who = &world.provider;
  EXPECT_EQ(refused(call(http::Method::post, kBases, consent_body("true"), {{"id", id}})), "kernel.not-found");
  EXPECT_EQ(refused(call(http::Method::get, kBases, "", {{"id", id}})), "kernel.not-found");
  EXPECT_EQ(refused(call(http::Method::post, "/api/v1/cases/{id}/notices", R"({"kind":"without-name"})", {{"id", id}})),
            "kernel.not-found");
}

TEST_P(ConsentRoutesTest, the_text_says_whether_it_may_record_alone_and_a_notice_is_counted) {
  const auto text = call(http::Method::get, "/api/v1/consent-texts/{language}", "", {{"language", "ru"}});
  ASSERT_TRUE(text.has_value());
  EXPECT_NE(text->body.find(R"("direction":"ltr","may_record":false)"), std::string::npos) << text->body;
  EXPECT_EQ(refused(call(http::Method::get, "/api/v1/consent-texts/{language}", "", {{"language", "xx"}})),
            "kernel.not-found");
  EXPECT_EQ(call(http::Method::post, "/api/v1/cases/{id}/notices", R"({"kind":"without-name"})", {{"id", adult_case()}})
                .value()
                .status,
            201);
}

}  // namespace
}  // namespace nrm::consent
