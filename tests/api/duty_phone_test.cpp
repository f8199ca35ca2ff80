// Where the disk is full and not even reading goes on, the answer says whom of the member's own team to call.
#include <gtest/gtest.h>

#include "duty_phone.hpp"
#include "nrm/access/http_session.hpp"
#include "nrm/http/problem_json.hpp"
#include "nrm/opennrm/testing.hpp"

namespace nrm::api {
namespace {

using app::testing::Account;
using app::testing::World;
using http::Method;

class DutyPhone : public testing::Test {
 protected:
  std::string answer_to(const Account* who) {
    const auto full = [](const http::Request&) -> Result<http::Response> {
      return fail(log::problems::kDiskFull, {}, {{"phone", "none"}});
    };
    const auto routes =
        app::with_duty_phone({{Method::get, "/full", full}}, access::make_session_resolver(world.instance().access()),
                             world.instance().journal(), world.instance().pack());
    http::Request request;
    request.language = "en";
    if (who != nullptr) request.cookies["__Host-nrm"] = world.token_of(*who);
    const auto answer = routes.at(0).handler(request);
    return http::make_problem_renderer(world.instance().catalogue())(answer.error(), request).body;
  }

  World world;
  std::string shelter = world.add_team("Shelter", "ngo", "protection", "shelter");
  Account manager = world.add_member("Manager", shelter, {access::Role::case_manager});
};

TEST_F(DutyPhone, IsNamedWhereSomebodyIsOnDuty) {
  EXPECT_EQ(answer_to(&manager).find("On duty"), std::string::npos);
  std::string shifts;
  for (int weekday = 1; weekday <= 7; ++weekday)
    shifts += std::string{weekday == 1 ? "" : ","} + R"({"weekday":)" + std::to_string(weekday) +
              R"(,"from":"00:00","until":"24:00","phone":"+375 17 000-00-09"})";
  const auto kept = world.call(manager, Method::put, "/api/v1/teams/" + shelter + "/duty/roster",
                               R"({"shifts":[)" + shifts + "]}", {{"if-match", "\"1\""}});
  ASSERT_EQ(kept.status, 200) << kept.body;
  EXPECT_NE(answer_to(&manager).find("On duty for your team: +375 17 000-00-09."), std::string::npos);
  EXPECT_EQ(answer_to(nullptr).find("On duty"), std::string::npos) << "nobody is signed in";
}

}  // namespace
}  // namespace nrm::api
