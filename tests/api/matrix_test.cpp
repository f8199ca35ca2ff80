// Every role of every kind of team before every request of the walk; who_may.txt says who is answered. What is tried is
// taken back, so that changing requests are tried by all who may as well.
#include <gtest/gtest.h>

#include "rewind.hpp"
#include "walk.hpp"
#include "who_may.hpp"

namespace nrm::api {
namespace {

// The log notes refusals, sessions their last use: not the doing of what was asked.
bool is_bookkeeping(const std::string& table) {
  return table.starts_with("log_") || table == "session" || table == "throttle" || table == "idempotency" ||
         table == "done_request";
}

class Matrix : public testing::Test {
 protected:
  void SetUp() override {
    sister_of_border = add_sister("Border post two", walk.border);
    sister_of_shelter = add_sister("Shelter two", walk.shelter);
    stranger = walk.world().add_team("Stranger", "ngo", "protection", "shelter");
    for (const auto& team : {walk.border, walk.shelter, sister_of_border, sister_of_shelter, stranger})
      for (const auto role : access::kRoles)
        colleagues.emplace(std::pair{team, role}, walk.world().add_member("Colleague", team, {role}));
    // The organisation's second auditor waits for her keys: the first stands for both.
    colleagues[{walk.border, access::Role::auditor}] = walk.auditor;
  }

  std::string add_sister(const std::string& name, const std::string& team) {
    const auto organisation = walk.world()
                                  .query("SELECT organisation_id FROM team WHERE id = $id", {{"id", team}})
                                  .at(0)
                                  .text("organisation_id");
    const json::object body{{"organisation_id", organisation},
                            {"name", name},
                            {"kind", "protection"},
                            {"services", json::array{"shelter"}}};
    const auto made = walk.world().call(walk.administrator, Method::post, "/api/v1/teams", json::serialize(body));
    return text_of(json::parse(made.body), "id");
  }

  std::string team_of(const Standing standing, const std::string& own) const {
    const bool at_border = own == walk.border;
    switch (standing) {
      case Standing::sister_team:
        return at_border ? sister_of_border : sister_of_shelter;
      case Standing::other_side:
        return at_border ? walk.shelter : walk.border;
      case Standing::stranger:
        return stranger;
      default:
        return own;
    }
  }

  void try_cell(const Call& call, const std::string& route, access::Role role, Standing standing,
                const std::string& own) {
    const auto& who = colleagues.at({team_of(standing, own), role});
    const auto token = walk.world().token_of(who);
    rewind.mark();
    const auto response = walk.world().call_with_token(token, call.method, call.path, call.text(), call.headers);
    auto changed = rewind.restore();
    std::erase_if(changed, is_bookkeeping);
    ++tried;
    const auto cell = route + " by " + std::string{access::name_of(role)} + " standing " +
                      std::to_string(static_cast<int>(standing)) + ": " + std::to_string(response.status) + " " +
                      response.body.substr(0, 300);
    EXPECT_LT(response.status, 500) << cell;
    if (table.may(route, role, standing)) {
      // A wrong present password is a refusal of what was sent, not of who sent it.
      const bool signed_out = response.body.find("access.signed-out") != std::string::npos;
      EXPECT_TRUE(!signed_out && response.status != 403 && response.status != 404) << cell;
    } else {
      EXPECT_EQ(response.status, 404) << cell;
      EXPECT_TRUE(changed.empty()) << cell << " changed " << *changed.begin();
    }
  }

  Walk walk;
  Rewind rewind{walk.world()};
  const WhoMay table;
  std::string sister_of_border, sister_of_shelter, stranger;
  std::map<std::pair<std::string, access::Role>, Account> colleagues;
  std::size_t tried = 0;
};

TEST_F(Matrix, TheTableHasEveryRoute) {
  std::set<std::string> served;
  for (const auto& route : walk.world().instance().routes())
    served.insert(std::string{http::name_of(route.method)} + " " + route.pattern);
  EXPECT_EQ(table.routes(), served);
}

TEST_F(Matrix, V8_2_1_EveryRoleOfEveryTeamIsAnsweredAsTheTableSays) {
  std::set<std::string> done;
  walk.before = [&](Call& call) {
    const auto route = std::string{http::name_of(call.method)} + " " + walk.pattern_of(call.method, call.path);
    // Once a route: the walk repeats some of them only to get on.
    if (table.is_open_to_all(route) || call.token.empty() || !done.insert(route).second) return;
    const auto session = walk.world().call_with_token(call.token, Method::get, "/api/v1/session");
    const auto own = text_of(json::parse(session.body).at("team"), "id");
    for (const auto standing : {Standing::own_team, Standing::sister_team, Standing::other_side, Standing::stranger})
      for (const auto role : access::kRoles) try_cell(call, route, role, standing, own);
  };
  ASSERT_NO_THROW(walk.go());
  EXPECT_GT(tried, 1500U);
}

}  // namespace
}  // namespace nrm::api
