#include "nrm/access/http_session.hpp"
#include "nrm/access/testing.hpp"
#include "nrm/http/router.hpp"

namespace nrm::access::testing {
namespace {

using http::Method;

class RoutesTest : public ::testing::Test {
 protected:
  Result<http::Response> send(Method method, const std::string& path, const std::string& body = {},
                              const std::string& cookie = {}) {
    http::Request request;
    request.method = method;
    request.path = path;
    request.body = body;
    request.client_address = "127.0.0.1";
    request.id = "request";
    if (!cookie.empty()) request.cookies[std::string{kSessionCookie}] = cookie;
    if (!idempotency_key.empty()) request.headers["idempotency-key"] = idempotency_key;
    const auto match = router.match(method, path);
    if (match.route == nullptr) throw std::logic_error{"no such route"};
    request.path_params = match.params;
    return match.route->handler(request);
  }
  std::string sign_in_body() {
    world.clock.advance(std::chrono::seconds{30});
    return fmt::format(R"({{"account":"border.officer","password":"{}","code":"{}"}})", world.officer.password,
                       world.code_of(world.officer));
  }

  World world;
  http::Router router{http::with_idempotency(access_routes(world.context()), make_idempotency_store(world.context()))};
  std::string idempotency_key;
};

TEST_F(RoutesTest, signing_in_sets_a_cookie_that_scripts_and_other_sites_never_see) {
  const auto response = must(send(Method::post, "/api/v1/session", sign_in_body()));
  EXPECT_EQ(response.status, 201);
  const auto cookie = response.headers.at("Set-Cookie");
  EXPECT_TRUE(cookie.starts_with("__Host-nrm="));
  for (const auto* part : {"Path=/", "Secure", "HttpOnly", "SameSite=Strict"}) {
    EXPECT_NE(cookie.find(part), std::string::npos) << part;
  }
  const auto token = cookie.substr(11, cookie.find(';') - 11);
  EXPECT_EQ(response.body.find(token), std::string::npos);
  const auto again = must(send(Method::get, "/api/v1/session", {}, token));
  EXPECT_EQ(again.body, response.body);
  EXPECT_NE(again.body.find(R"("team":{"id":")" + world.border.team.text()), std::string::npos);
  EXPECT_EQ(must(send(Method::del, "/api/v1/session", {}, token)).headers.count("Clear-Site-Data"), 1U);
  EXPECT_EQ(send(Method::get, "/api/v1/session", {}, token).error().type, problems::kSignedOut);
}

TEST_F(RoutesTest, nothing_but_joining_and_signing_in_works_signed_out) {
  for (const auto& route : access_routes(world.context())) {
    const bool open = route.method == Method::post &&
                      (route.pattern == "/api/v1/session" || route.pattern == "/api/v1/account/recovery" ||
                       route.pattern.starts_with("/api/v1/enrolments"));
    if (open) continue;
    EXPECT_EQ(route.handler({}).error().type, problems::kSignedOut) << route.pattern;
  }
}

TEST_F(RoutesTest, a_faulty_body_names_its_fields) {
  const auto faults = send(Method::post, "/api/v1/session", R"({"account":1,"password":"x","extra":true})").error();
  EXPECT_EQ(faults.type, nrm::problems::kInvalid);
  EXPECT_EQ(faults.fields.size(), 3U);
}

TEST_F(RoutesTest, an_invitation_asked_for_twice_with_one_key_is_made_once) {
  const auto cookie = world.token(world.administrator).expose();
  const auto body = fmt::format(R"({{"team_id":"{}","roles":["case-manager"]}})", world.shelter.team.text());
  idempotency_key = "one";
  EXPECT_EQ(must(send(Method::post, "/api/v1/invitations", body, cookie)).status, 201);
  EXPECT_EQ(must(send(Method::post, "/api/v1/invitations", body, cookie)).headers.count("Idempotency-Replayed"), 1U);
  EXPECT_EQ(world.database.query("SELECT team FROM invitation").size(), 1U);
  const auto other = fmt::format(R"({{"team_id":"{}","roles":["case-manager"]}})", world.border.team.text());
  EXPECT_EQ(send(Method::post, "/api/v1/invitations", other, cookie).error().type.slug, "http.idempotency-mismatch");
  world.clock.advance(std::chrono::hours{24});
  EXPECT_EQ(must(send(Method::post, "/api/v1/invitations", other, world.token(world.administrator).expose()))
                .headers.count("Idempotency-Replayed"),
            0U);
}

TEST_F(RoutesTest, members_and_key_requests_are_listed) {
  world.enrolled(world.border, {Role::first_responder}, "waiting.one");
  const auto cookie = world.token(world.border_manager).expose();
  const auto requests = must(send(Method::get, "/api/v1/key-requests", {}, cookie)).body;
  EXPECT_NE(requests.find("waiting.one"), std::string::npos);
  const auto members = must(send(Method::get, "/api/v1/members", {}, cookie)).body;
  EXPECT_NE(members.find(R"("keys":"awaited")"), std::string::npos);
}

}  // namespace
}  // namespace nrm::access::testing
