#include "nrm/places/routes.hpp"

#include <gmock/gmock.h>

#include "office.hpp"

namespace nrm::places::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class RoutesTest : public ::testing::Test {
 protected:
  access::testing::World world{{.schemas = {casefile::schema(), schema()}, .pack = belarus()}};
  const access::testing::Person* who = &world.provider;
  std::vector<http::Route> routes =
      places_routes({world.journal(), world.pack,
                     [this](const http::Request&) -> Result<access::Session> { return world.session(*who); },
                     [](storage::Reader&, const ReferralId&) { return std::optional<std::string>{"BY-TEST-REFE"}; },
                     nullptr, nullptr});

  Result<http::Response> ask(http::Method method, const std::string& pattern, std::string body = {},
                             std::map<std::string, std::string> query = {}) {
    http::Request request;
    request.body = std::move(body);
    if (!request.body.empty()) request.headers["content-type"] = "application/json";
    request.query = std::move(query);
    for (const auto& route : routes)
      if (route.method == method && route.pattern == pattern) return route.handler(request);
    throw std::logic_error{"no such route: " + pattern};
  }
  std::string get(const std::string& pattern, std::map<std::string, std::string> query = {}) {
    return must(ask(http::Method::get, pattern, {}, std::move(query))).body;
  }
};

TEST_F(RoutesTest, a_provider_states_and_sees_what_is_held) {
  must(ask(http::Method::post, "/api/v1/places", R"({"service":"shelter","free":2,"counts_promised":true})"));
  const auto her = ReferralId::random(world.random);
  must(world.journal().act<void>(system_header(),
                                 [&](log::Act& act) { return hold(act, world.shelter.team, "shelter", her); }));
  const auto shown = get("/api/v1/places");
  EXPECT_THAT(shown, HasSubstr(R"("held":1,"confirmed":0,"free":1)"));
  EXPECT_THAT(shown, HasSubstr(R"("reference":"BY-TEST-REFE","service":"shelter","standing":"held")"));
  EXPECT_THAT(get("/api/v1/places/statements"), HasSubstr(R"("free":2,"counts_promised":true,"promised":0)"));
}

TEST_F(RoutesTest, who_takes_nobody_in_states_nothing) {
  for (const auto* person : {&world.officer, &world.auditor, &world.administrator}) {
    who = person;
    EXPECT_EQ(ask(http::Method::get, "/api/v1/places").error().type, nrm::problems::kNotFound);
    EXPECT_EQ(ask(http::Method::post, "/api/v1/places", R"({"service":"shelter","free":2,"counts_promised":true})")
                  .error()
                  .type,
              nrm::problems::kNotFound);
  }
}

TEST_F(RoutesTest, what_is_asked_is_held_to_its_lists_and_leaves_no_trace) {
  who = &world.officer;
  const auto leaves = world.database.query("SELECT COUNT(*) AS n FROM log_leaf").at(0).integer("n");
  const auto found =
      get("/api/v1/candidates",
          {{"need", "shelter"}, {"language", "uk"}, {"sex", "female"}, {"age_class", "adult"}, {"region", "BY-BR-03"}});
  EXPECT_THAT(found, HasSubstr(R"("name":"Shelter")"));
  EXPECT_THAT(found, HasSubstr(R"({"what":"language","verdict":"unknown"})"));
  EXPECT_THAT(found, HasSubstr(R"("places":null,"distance":"unknown")"));
  EXPECT_EQ(world.database.query("SELECT COUNT(*) AS n FROM log_leaf").at(0).integer("n"), leaves);
  const auto refused = ask(http::Method::get, "/api/v1/candidates", {},
                           {{"sex", "lady"}, {"language", "xx"}, {"region", "here"}, {"with_children", "2"}});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().fields.size(), 5U) << "the need is missing too";
}

TEST_F(RoutesTest, nobody_is_a_candidate_for_herself) {
  EXPECT_THAT(get("/api/v1/candidates", {{"need", "shelter"}}), HasSubstr(R"("total":0)"));
}

}  // namespace
}  // namespace nrm::places::testing
