// Another organisation's member sends each request of the walk as it is: whatever identifier of another's it names, in
// the path, the query or the body, she gets the answer that the same request gets with an identifier nobody has.
#include <gtest/gtest.h>

#include <regex>

#include "rewind.hpp"
#include "walk.hpp"

namespace nrm::api {
namespace {

constexpr const char* kNobodys = "0193a000-0000-7000-8000-000000000000";

std::set<std::string> ids_in(const std::string& text) {
  static const std::regex id{"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"};
  std::set<std::string> out;
  for (std::sregex_iterator at{text.begin(), text.end(), id}, end; at != end; ++at) out.insert(at->str());
  return out;
}

std::string with(std::string text, const std::string& from, const std::string& to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
  return text;
}

// What a problem says, without the number of the request that it answers.
std::string said_by(const http::Response& response) {
  boost::system::error_code fault;
  auto body = json::parse(response.body, fault);
  if (!fault && body.is_object()) body.as_object().erase("instance");
  return std::to_string(response.status) + " " + (fault ? response.body : json::serialize(body));
}

class Swaps : public testing::Test {
 protected:
  void SetUp() override {
    using access::Role;
    const auto post = walk.world().add_team("Other post", "police-department", "identification", "identification");
    const auto add = [&](access::Roles roles) {
      strangers.push_back(walk.world().add_member("Stranger", post, roles));
    };
    add({Role::case_manager, Role::identifying_officer, Role::service_provider});
    add({Role::auditor});
    add({Role::data_protection_officer});
    add({Role::coordinator});
  }

  // Teams, bodies and their numbers are public among members, what waits for the coordinators is every coordinator's,
  // and so is what two bodies reconcile, though not its lines:
  // naming one is no swap.
  bool is_public(const std::string& id) {
    for (const auto* table : {"team", "organisation", "directory_number", "coordination_item", "reconciliation"})
      if (has_row(table, id)) return true;
    return false;
  }
  bool has_row(const std::string& table, const std::string& id) {
    try {
      return !walk.world().query("SELECT id FROM " + table + " WHERE id = $id", {{"id", id}}).empty();
    } catch (const std::exception&) {
      return false;
    }
  }

  http::Response send(const Account& who, const Call& call, const std::string& path, const std::string& body) {
    const auto token = walk.world().token_of(who);
    rewind.mark();
    auto response = walk.world().call_with_token(token, call.method, path, body, call.headers);
    rewind.restore();
    return response;
  }

  Walk walk;
  Rewind rewind{walk.world()};
  std::vector<Account> strangers;
};

TEST_F(Swaps, V8_2_2_AnIdentifierOfAnothersLooksLikeOneThatNobodyHas) {
  std::set<std::string> tried;
  walk.before = [&](Call& call) {
    if (call.token.empty()) return;  // an invitation is whoever's that holds it
    const auto pattern = walk.pattern_of(call.method, call.path);
    for (const auto& id : ids_in(call.path + call.text())) {
      if (is_public(id)) continue;
      const auto place = std::string{http::name_of(call.method)} + " " + pattern +
                         (call.path.find(id) == std::string::npos ? " body" : " path");
      for (const auto& who : strangers) {
        const auto of_anothers = send(who, call, call.path, call.text());
        const auto of_nobodys = send(who, call, with(call.path, id, kNobodys), with(call.text(), id, kNobodys));
        EXPECT_EQ(said_by(of_anothers), said_by(of_nobodys)) << place;
        EXPECT_GE(of_anothers.status, 400) << place << " " << of_anothers.body;
      }
      tried.insert(place);
    }
  };
  ASSERT_NO_THROW(walk.go());
  EXPECT_GT(tried.size(), 20U);
}

TEST_F(Swaps, V8_4_1_NothingOfOneOrganisationStandsInAnyAnswerToAnother) {
  ASSERT_NO_THROW(walk.go());
  std::string heard;
  for (const auto& route : walk.world().instance().routes()) {
    if (route.method != Method::get || route.pattern.find('{') != std::string::npos) continue;
    for (const auto& who : strangers) heard += walk.world().call(who, Method::get, route.pattern).body;
  }
  const auto mine =
      walk.must(200, strangers.front(), Method::post, "/api/v1/case-searches", json::object{{"text", "qzwcanaryname"}});
  heard += json::serialize(mine);
  EXPECT_GT(heard.size(), 10'000U);
  for (const auto& canary : walk.canaries()) EXPECT_EQ(heard.find(canary), std::string::npos) << canary;
}

}  // namespace
}  // namespace nrm::api
