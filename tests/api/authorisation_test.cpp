// Eight roles and a stranger before every request of the walk; who_may.txt says who is answered.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "digest.hpp"
#include "walk.hpp"

namespace nrm::api {
namespace {

using WhoMay = std::map<std::string, std::set<std::string>>;

void add_word(std::set<std::string>& who, const std::string& word) {
  who.insert(word);
  if (word == "members" || word == "anyone")
    for (const auto role : access::kRoles) who.emplace(access::name_of(role));
  if (word == "caseworkers") who.insert({"first-responder", "identifying-officer", "case-manager", "service-provider"});
}

WhoMay read_table() {
  std::ifstream in{NRM_SOURCE_DIR "/tests/api/who_may.txt"};
  WhoMay out;
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line[0] == '#') continue;
    const auto colon = line.find(": ");
    std::istringstream words{line.substr(colon + 2)};
    for (std::string word; words >> word;) add_word(out[line.substr(0, colon)], word);
  }
  return out;
}

std::string without_request_id(const std::string& body) {
  auto problem = json::parse(body);
  problem.as_object().erase("instance");
  return json::serialize(problem);
}

class Authorisation : public testing::Test {
 protected:
  std::set<std::string> who_may(const Call& call) {
    return table.at(std::string{http::name_of(call.method)} + " " + walk.pattern_of(call.method, call.path));
  }
  http::Response send(const std::string& token, const Call& call, const std::string& path) {
    return walk.world().call_with_token(token, call.method, path, call.text(), call.headers);
  }
  static std::string name_of(const Call& call) { return std::string{http::name_of(call.method)} + " " + call.path; }

  Walk walk;
  const WhoMay table = read_table();
};

TEST_F(Authorisation, TheTableHasEveryRoute) {
  std::set<std::string> listed, served;
  for (const auto& [route, who] : table) listed.insert(route);
  for (const auto& route : walk.world().instance().routes())
    served.insert(std::string{http::name_of(route.method)} + " " + route.pattern);
  EXPECT_EQ(listed, served);
}

TEST_F(Authorisation, NobodyIsAnsweredSignedOut) {
  walk.before = [&](Call& call) {
    if (who_may(call).contains("anyone")) return;
    const auto before = digest_of(walk.world());
    const auto response = send("", call, call.path);
    EXPECT_EQ(response.status, 401) << name_of(call) << " " << response.body;
    EXPECT_EQ(digest_of(walk.world()), before) << name_of(call);
  };
  ASSERT_NO_THROW(walk.go());
}

TEST_F(Authorisation, ARoleIsAnsweredWhereTheTableSaysSoAndNowhereElse) {
  std::map<std::string, Account> colleagues;
  for (const auto& team : {walk.border, walk.shelter})
    for (const auto role : access::kRoles)
      colleagues[team + std::string{access::name_of(role)}] = walk.world().add_member("Colleague", team, {role});
  // A second auditor would wait for her keys.
  colleagues[walk.border + "auditor"] = walk.auditor;
  walk.before = [&](Call& call) {
    const auto who = who_may(call);
    if (who.contains("anyone")) return;
    const auto session = walk.world().call_with_token(call.token, Method::get, "/api/v1/session");
    const auto team = text_of(json::parse(session.body).at("team"), "id");
    for (const auto role : access::kRoles) {
      const std::string name{access::name_of(role)};
      const auto token = walk.world().token_of(colleagues.at(team + name));
      if (who.contains(name)) {
        if (call.method == Method::get) {
          EXPECT_EQ(send(token, call, call.path).status, 200) << name << name_of(call);
        }
        continue;
      }
      const auto before = digest_of(walk.world());
      const auto response = send(token, call, call.path);
      EXPECT_EQ(response.status, 404) << name << " " << name_of(call) << " " << response.body;
      EXPECT_EQ(digest_of(walk.world()), before) << name << " " << name_of(call);
    }
  };
  ASSERT_NO_THROW(walk.go());
}

TEST_F(Authorisation, WhatIsAnothersLooksAsIfItWereNotThere) {
  using access::Role;
  const auto post = walk.world().add_team("Other post", "police-department", "identification", "identification");
  const auto stranger = walk.world().add_member(
      "Stranger", post, {Role::case_manager, Role::identifying_officer, Role::service_provider});
  std::size_t tried = 0;
  walk.before = [&](Call& call) {
    const auto pattern = walk.pattern_of(call.method, call.path);
    if (!pattern.starts_with("/api/v1/cases/{id}") && !pattern.starts_with("/api/v1/referrals/{id}")) return;
    const auto at = pattern.find("{id}");
    auto missing = call.path;
    missing.replace(at, 36, "0193a000-0000-7000-8000-000000000000");
    const auto before = digest_of(walk.world());
    const auto of_another = send(walk.world().token_of(stranger), call, call.path);
    const auto of_nothing = send(walk.world().token_of(stranger), call, missing);
    EXPECT_EQ(of_another.status, 404) << name_of(call) << " " << of_another.body;
    EXPECT_EQ(of_nothing.status, 404) << name_of(call) << " " << of_nothing.body;
    EXPECT_EQ(without_request_id(of_another.body), without_request_id(of_nothing.body)) << name_of(call);
    EXPECT_EQ(digest_of(walk.world()), before) << name_of(call);
    ++tried;
  };
  ASSERT_NO_THROW(walk.go());
  EXPECT_GT(tried, 15U);
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
