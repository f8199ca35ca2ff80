#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "nrm/access/testing.hpp"
#include "nrm/directory/http.hpp"

namespace nrm::directory {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

pathway::Pack by() {
  return std::move(pathway::load_pack(std::string{NRM_SOURCE_DIR} + "/packs/by").value());
}

class RoutesTest : public ::testing::Test {
 protected:
  access::testing::World world{{.pack = by()}};
  const access::testing::Person* who = &world.officer;
  std::vector<http::Route> routes = directory_routes({world.journal(),
                                                      world.pack,
                                                      [this](const http::Request&) -> Result<access::Session> {
                                                        if (who == nullptr)
                                                          return fail(ProblemType{"access.signed-out", 401});
                                                        return world.session(*who);
                                                      },
                                                      {}});

  void SetUp() override {
    const log::Header header{
        {log::Actor::Kind::system, {}, {}, {}, "test"}, "directory.add-organisation", {}, {}, {}, {}};
    access::testing::must(world.journal().act<void>(header, [&](log::Act& act) -> Result<void> {
      found_from_pack(act, world.pack);
      return {};
    }));
  }
  Result<http::Response> ask(http::Method method, const std::string& pattern, http::Request request = {}) {
    for (const auto& route : routes)
      if (route.method == method && route.pattern == pattern) return route.handler(request);
    throw std::logic_error{"no such route: " + pattern};
  }
  std::string get(const std::string& pattern, std::map<std::string, std::string> query = {}) {
    http::Request request;
    request.query = std::move(query);
    return access::testing::must(ask(http::Method::get, pattern, request)).body;
  }
  std::string first_number() {
    return world.database->reading([](storage::Reader& reader) { return list_numbers(reader); }).front().id.text();
  }
};

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

TEST_F(RoutesTest, NothingIsShownToWhoIsNotSignedIn) {
  who = nullptr;
  for (const auto* path : {"/api/v1/organisations", "/api/v1/teams", "/api/v1/pack", "/api/v1/code-lists",
                           "/api/v1/regions", "/api/v1/numbers"}) {
    const auto answer = ask(http::Method::get, path);
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().type.http_status, 401) << path;
  }
}

TEST_F(RoutesTest, AnUnconfirmedNumberIsShownOnlyToTheAdministrator) {
  EXPECT_EQ(count(get("/api/v1/numbers"), "\"number\""), 0U);
  who = &world.administrator;
  EXPECT_EQ(count(get("/api/v1/numbers"), "\"number\""), world.pack.hotlines.size());
  http::Request request;
  request.path_params["id"] = first_number();
  EXPECT_EQ(access::testing::must(ask(http::Method::post, "/api/v1/numbers/{id}/confirmation", request)).status, 204);
  who = &world.officer;
  EXPECT_EQ(count(get("/api/v1/numbers"), "\"number\""), 1U);
}

TEST_F(RoutesTest, OnlyAnAdministratorConfirms) {
  http::Request request;
  request.path_params["id"] = first_number();
  const auto refused = ask(http::Method::post, "/api/v1/numbers/{id}/confirmation", request);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().type, nrm::problems::kNotFound);
}

TEST_F(RoutesTest, OrganisationsComeInPagesWithoutLossOrRepetition) {
  std::set<std::string> codes;
  std::string after;
  for (int page = 0; page < 20; ++page) {
    const auto body = get("/api/v1/organisations", {{"limit", "7"}, {"after", after}});
    for (auto at = body.find("\"code\":\""); at != std::string::npos; at = body.find("\"code\":\"", at + 1))
      EXPECT_TRUE(codes.insert(body.substr(at + 8, body.find('"', at + 8) - at - 8)).second);
    const auto next = body.rfind("\"next\":\"");
    if (next == std::string::npos) break;
    after = body.substr(next + 8, 36);
  }
  EXPECT_EQ(codes.size(), world.pack.organisations.size() + 2);
  http::Request request;
  request.query["limit"] = "51";
  EXPECT_EQ(ask(http::Method::get, "/api/v1/organisations", request).error().fields.front().pointer, "query:limit");
}

TEST_F(RoutesTest, AnAdministratorAddsAnOrganisationAndItsTeam) {
  who = &world.administrator;
  http::Request request;
  request.body = R"({"code":"demo-clinic","name":"Clinic","kind":"health-organisation"})";
  const auto made = access::testing::must(ask(http::Method::post, "/api/v1/organisations", request));
  EXPECT_EQ(made.status, 201);
  const auto id = made.body.substr(7, 36);
  request.body =
      R"({"organisation_id":")" + id + R"(","name":"Night","kind":"protection","services":["medical-help"]})";
  EXPECT_EQ(access::testing::must(ask(http::Method::post, "/api/v1/teams", request)).status, 201);
  EXPECT_THAT(get("/api/v1/teams", {{"need", "medical-help"}}), HasSubstr("\"can_receive\":false"));
  for (const auto* region : {"", "BY", "BY-BR", "BY-BR-03", "here"}) {
    request.body =
        R"({"organisation_id":")" + id + R"(","name":"Day","kind":"coordination","region":")" + region + "\"}";
    const auto answer = ask(http::Method::post, "/api/v1/teams", request);
    EXPECT_EQ(answer.has_value(), std::string_view{region} != "here") << region;
    if (answer) continue;
    EXPECT_EQ(answer.error().fields.at(0).pointer, "/region");
    EXPECT_EQ(answer.error().fields.at(0).code, "not-in-list");
  }
  http::Request odd;
  odd.body = R"({"code":"x","name":"X","kind":"circus","colour":1})";
  EXPECT_EQ(ask(http::Method::post, "/api/v1/organisations", odd).error().fields.size(), 2U);
}

TEST_F(RoutesTest, ATeamWhoseOrganisationIsConfirmedAndHasKeysCanReceive) {
  const auto before = get("/api/v1/teams", {{"need", "shelter"}});
  EXPECT_THAT(before, Not(HasSubstr("\"can_receive\":true")));
  who = &world.administrator;
  http::Request request;
  request.path_params["id"] = world.shelter.organisation.text();
  EXPECT_EQ(access::testing::must(ask(http::Method::post, "/api/v1/organisations/{id}/confirmation", request)).status,
            204);
  EXPECT_THAT(get("/api/v1/teams", {{"need", "shelter"}}), HasSubstr("\"can_receive\":true"));
}

TEST_F(RoutesTest, WhatATeamOffersIsDescribedByItsCaseManagerAndTheAdministratorAndNobodyElse) {
  http::Request request;
  request.path_params["id"] = world.shelter.team.text();
  request.headers["content-type"] = "application/json";
  const auto describe = [&](const access::testing::Person& person, int version) {
    who = &person;
    request.body =
        R"({"service":"shelter","languages":["uk"],"confidential":true,"version":)" + std::to_string(version) + "}";
    const auto answer = ask(http::Method::post, "/api/v1/teams/{id}/offers", request);
    return answer ? answer->status : answer.error().type.http_status;
  };
  EXPECT_EQ(describe(world.shelter_manager, 0), 201);
  EXPECT_EQ(describe(world.administrator, 1), 201);
  EXPECT_EQ(describe(world.shelter_manager, 1), 409);
  EXPECT_EQ(describe(world.border_manager, 2), 404);
  EXPECT_EQ(describe(world.provider, 2), 404);
  who = &world.officer;
  const auto shown = access::testing::must(ask(http::Method::get, "/api/v1/teams/{id}/offers", request)).body;
  EXPECT_THAT(shown, HasSubstr(R"("languages":["uk"],"regions":[],"hours":null,"confidential":true,"version":2)"));
  EXPECT_THAT(get("/api/v1/regions"), HasSubstr(R"("code":"BY-BR-03","parent":"BY-BR")"));
}

TEST_F(RoutesTest, ThePackShowsItsDateItsTracksAndWhatIsNotVerified) {
  const auto pack = get("/api/v1/pack");
  EXPECT_THAT(pack, HasSubstr("\"composition_as_of\":\"2018-02-15\""));
  EXPECT_THAT(pack, HasSubstr("\"id\":\"identification\""));
  EXPECT_THAT(pack, HasSubstr("\"verified\":\"no\""));
  EXPECT_THAT(pack,
              HasSubstr(R"("starts_at":"referral.sent","kind":"maximum","due":{"count":3,"unit":"working-days"})"));
  EXPECT_THAT(pack, HasSubstr(R"("on_breach":"escalate","pauses_on":["consent-paused","question-open"])"));
  EXPECT_THAT(get("/api/v1/code-lists"), HasSubstr("\"htcds_value\":\"ForcedLabour\""));
}

}  // namespace
}  // namespace nrm::directory
