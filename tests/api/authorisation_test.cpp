// Who is not signed in is answered nothing; a session is good on every server of an instance.
#include <gtest/gtest.h>

#include "digest.hpp"
#include "walk.hpp"
#include "who_may.hpp"

namespace nrm::api {
namespace {

class Authorisation : public testing::Test {
 protected:
  static std::string name_of(const Call& call) { return std::string{http::name_of(call.method)} + " " + call.path; }

  Walk walk;
  const WhoMay table;
};

TEST_F(Authorisation, V8_3_1_NobodyIsAnsweredSignedOut) {
  walk.before = [&](Call& call) {
    const auto route = std::string{http::name_of(call.method)} + " " + walk.pattern_of(call.method, call.path);
    if (table.is_open_to_all(route)) return;
    const auto before = digest_of(walk.world());
    const auto response = walk.world().call_signed_out(call.method, call.path, call.text(), call.headers);
    EXPECT_EQ(response.status, 401) << name_of(call) << " " << response.body;
    EXPECT_EQ(digest_of(walk.world()), before) << name_of(call);
  };
  ASSERT_NO_THROW(walk.go());
}

TEST_F(Authorisation, V6_3_4_V7_6_2_NothingButSigningInGivesASession) {
  std::set<std::string> givers;
  walk.after = [&](const Call& call, const http::Response& response) {
    const auto cookie = response.headers.find("Set-Cookie");
    if (cookie == response.headers.end() || cookie->second.find("Max-Age=0") != std::string::npos) return;
    givers.insert(name_of(call));
    for (const auto* needed : {"account", "password", "code"}) EXPECT_TRUE(call.body.as_object().contains(needed));
  };
  ASSERT_NO_THROW(walk.go());
  EXPECT_EQ(givers, std::set<std::string>{"POST /api/v1/session"});
}

TEST_F(Authorisation, ASessionOutlivesTheServerAndWorksOnASecond) {
  const auto token = walk.world().token_of(walk.officer);
  const auto id = text_of(walk.must(201, walk.officer, Method::post, "/api/v1/cases", walk.new_case()), "id");
  const auto second = walk.world().second_instance();
  http::Request request;
  request.path = "/api/v1/cases/" + id;
  request.cookies["__Host-nrm"] = token;
  request.client_address = "127.0.0.1";
  request.id = "0193a000-0000-7000-8000-000000000000";
  const http::Router router{second->routes()};
  const auto match = router.match(Method::get, request.path);
  request.path_params = match.params;
  const auto answer = match.route->handler(request);
  ASSERT_TRUE(answer);
  EXPECT_EQ(json::serialize(json::parse(answer->body).at("safe_contact")),
            json::serialize(walk.must(200, walk.officer, Method::get, request.path).at("safe_contact")));
}

}  // namespace
}  // namespace nrm::api
