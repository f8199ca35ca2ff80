// A case that is restricted, and one that is held with another team: whoever has no business with it learns nothing of
// whom it concerns and ends nothing, by whatever request.
#include <gtest/gtest.h>

#include "nrm/storage/testing.hpp"
#include "rewind.hpp"
#include "walk.hpp"

namespace nrm::api {
namespace {

constexpr std::string_view kSomebody = "0193a000-0000-7000-8000-000000000000";

class Restriction : public testing::Test {
 protected:
  void run(std::string_view sql, const storage::Params& params) {
    walk.world().instance().database().write(storage::testing::WriteAccess::permit(), [&](storage::Writer& writer) {
      writer.run(sql, params);
      return true;
    });
  }

  // By a member whom nobody knows: only she may open it now.
  void restrict_all_cases() {
    for (const auto& row : walk.world().query("SELECT id FROM case_file")) {
      const storage::Params params{{"id", row.text("id")}, {"who", kSomebody}};
      run("UPDATE case_file SET keeper = $who WHERE id = $id", params);
      run("INSERT INTO case_restriction (case_id, restricted_by, restricted_at) VALUES ($id, $who, 0) "
          "ON CONFLICT (case_id) DO NOTHING",
          params);
    }
  }

  // What shows that a case exists and in which state it is; what lets one in, with a reason and an alarm; what a case
  // manager decides for her team; new keys for a case, of which its giver reads nothing.
  static bool is_for_all(const std::string& route) {
    static const std::set<std::string> known{"GET /api/v1/cases/{id}", "POST /api/v1/cases/{id}/break-glass",
                                             "GET /api/v1/cases/{id}/break-glass", "POST /api/v1/cases/{id}/rekeying"};
    return known.contains(route) || route.ends_with("/restriction");
  }

  Walk walk;
  Rewind rewind{walk.world()};
};

TEST_F(Restriction, V8_2_2_WhoeverARestrictionKeepsOutDoesNothingWithTheCase) {
  std::size_t tried = 0;
  const auto colleague = walk.world().add_member("Colleague", walk.border,
                                                 {access::Role::identifying_officer, access::Role::first_responder});
  walk.before = [&](Call& call) {
    const auto route = std::string{http::name_of(call.method)} + " " + walk.pattern_of(call.method, call.path);
    if (route.find("/cases/{id}") == std::string::npos || is_for_all(route)) return;
    const auto token = walk.world().token_of(colleague);
    rewind.mark();
    restrict_all_cases();
    const auto answer = walk.world().call_with_token(token, call.method, call.path, call.text(), call.headers);
    rewind.restore();
    ++tried;
    const bool kept_out = answer.status == 404 || answer.body.find("casefile.restricted") != std::string::npos;
    EXPECT_TRUE(kept_out) << route << ": " << answer.status << " " << answer.body.substr(0, 300);
  };
  ASSERT_NO_THROW(walk.go());
  EXPECT_GT(tried, 40U);
}

TEST_F(Restriction, V8_2_2_ATeamThatHoldsTheCaseWithOthersSeesAndEndsOnlyWhatConcernsIt) {
  const auto clinic = walk.world().add_team("Clinic", "ngo", "protection", "shelter");
  const auto path =
      "/api/v1/cases/" + text_of(walk.must(201, walk.manager, Method::post, "/api/v1/cases", walk.new_case()), "id");
  const auto agree = [&](const std::string& with) {
    return text_of(walk.must(201, walk.manager, Method::post, path + "/bases", walk.consent_to(with)), "id");
  };
  const auto theirs = agree(walk.shelter), anothers = agree(clinic);
  walk.must(
      201, walk.manager, Method::post, path + "/teams",
      json::object{{"team_id", walk.shelter}, {"compartments", json::array{"whereabouts"}}, {"basis_id", theirs}});
  const auto& joint = walk.shelter_manager;
  const auto seen = json::serialize(walk.must(200, joint, Method::get, path + "/bases"));
  EXPECT_NE(seen.find(theirs), std::string::npos);
  EXPECT_EQ(seen.find(anothers), std::string::npos) << seen;
  EXPECT_EQ(seen.find(clinic), std::string::npos) << seen;
  walk.must(404, joint, Method::get, path + "/withdrawal-preview");
  walk.must(404, joint, Method::post, path + "/bases/" + anothers + "/pause", json::object{{"scope", "this-receiver"}});
  walk.must(404, joint, Method::post, path + "/withdrawals", json::object{{"scope", "all"}});
  walk.must(404, joint, Method::post, path + "/withdrawals",
            json::object{{"scope", "receiver"}, {"receiver_team_id", clinic}});
  // Told to the team itself, it ends its own part.
  walk.must(201, joint, Method::post, path + "/withdrawals",
            json::object{{"scope", "receiver"}, {"receiver_team_id", walk.shelter}});
  EXPECT_EQ(walk.world().query("SELECT id FROM consent_basis WHERE withdrawn_at IS NULL").at(0).text("id"), anothers);
}

}  // namespace
}  // namespace nrm::api
