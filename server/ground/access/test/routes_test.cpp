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
                       route.pattern.starts_with("/api/v1/account/custodian-recovery") ||
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

class AnswerLost : public RoutesTest {
 protected:
  AnswerLost() { register_reactions(world.context().journal); }
  // As if the server died before it noted the answer.
  void lose_answer(const std::string& done_request) {
    storage::Upkeep upkeep{world.database.get(), {"idempotency", "done_request"}};
    upkeep.write([&](storage::Writer& writer) {
      writer.run("UPDATE idempotency SET status = 0, location = ''");
      writer.run("DELETE FROM done_request");
      if (!done_request.empty())
        writer.run("INSERT INTO done_request VALUES ($request, $expires)",
                   {{"request", done_request}, {"expires", world.clock.now() + std::chrono::hours{24}}});
      return true;
    });
  }
  Result<http::Response> invite() {
    const auto body = fmt::format(R"({{"team_id":"{}","roles":["case-manager"]}})", world.shelter.team.text());
    return send(Method::post, "/api/v1/invitations", body, cookie);
  }

  std::string cookie = world.token(world.administrator).expose();
};

TEST_F(AnswerLost, what_took_effect_is_not_done_again) {
  idempotency_key = "one";
  ASSERT_TRUE(invite());
  EXPECT_TRUE(world.database.query("SELECT request_id FROM done_request").empty());
  lose_answer("request");
  world.clock.advance(std::chrono::minutes{6});
  EXPECT_EQ(invite().error().type.slug, "http.answer-lost");
  EXPECT_EQ(world.database.query("SELECT team FROM invitation").size(), 1U);
}

TEST_F(AnswerLost, what_took_none_may_be_sent_again_once_its_server_must_have_died) {
  idempotency_key = "one";
  ASSERT_TRUE(invite());
  lose_answer({});
  world.clock.advance(std::chrono::minutes{4});
  EXPECT_EQ(invite().error().type, nrm::problems::kConflict);
  world.clock.advance(std::chrono::minutes{2});
  EXPECT_EQ(must(invite()).headers.count("Idempotency-Replayed"), 0U);
}

TEST_F(AnswerLost, every_act_of_a_request_is_noted_with_it) {
  ASSERT_TRUE(invite());
  EXPECT_EQ(world.database.query("SELECT request_id FROM done_request").at(0).text("request_id"), "request");
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
