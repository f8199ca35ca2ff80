// The routes as a browser meets them: cookie in, JSON out.
#include <fmt/format.h>

#include "nrm/referral/routes.hpp"
#include "office.hpp"

namespace nrm::referral::testing {
namespace {

using http::Method;

class RoutesTest : public ::testing::TestWithParam<storage::Kind> {
 protected:
  Office office{GetParam()};
  std::vector<http::Route> routes =
      referral_routes(office.desk(), access::make_session_resolver(office.world.context()));

  Result<http::Response> call(const access::testing::Person& who, Method method, const std::string& pattern,
                              const std::string& body = {}, const std::string& id = {},
                              std::map<std::string, std::string> query = {}) {
    http::Request request;
    request.method = method;
    request.body = body;
    request.query = std::move(query);
    if (!id.empty()) request.path_params["id"] = id;
    request.cookies[std::string{access::kSessionCookie}] = office.world.token(who).expose();
    for (const auto& route : routes)
      if (route.method == method && route.pattern == "/api/v1" + pattern) return route.handler(request);
    throw std::logic_error{"no such route: " + pattern};
  }
  std::string body_of(const Result<http::Response>& result) { return must(result).body; }
  std::string new_referral(std::string more = "") {
    const auto id = office.open_case();
    const auto basis = office.consent_to(id, office.shelter());
    return fmt::format(R"({{"case_id":"{}","basis_id":"{}","receiver_team_id":"{}","need":"shelter",)"
                       R"("fields":["health.needs","identity.names"]{}}})",
                       id.text(), basis.text(), office.shelter().text(), more);
  }
};
NRM_ON_EACH_DATABASE(RoutesTest);

TEST_P(RoutesTest, sends_opens_and_accepts) {
  auto& world = office.world;
  const auto sent = must(call(world.border_manager, Method::post, "/referrals", new_referral(R"(,"urgent":true)")));
  EXPECT_EQ(sent.status, 201);
  const auto location = sent.headers.at("Location");
  const auto id = location.substr(location.rfind('/') + 1);
  const auto inbox = body_of(call(world.shelter_manager, Method::get, "/referrals", {}, {}, {{"box", "in"}}));
  EXPECT_NE(inbox.find(R"("unread":true)"), std::string::npos);
  EXPECT_NE(inbox.find(R"("name":"Border post")"), std::string::npos);
  const auto opened = body_of(call(world.shelter_manager, Method::post, "/referrals/{id}/opening",
                                   R"({"purpose":"assist","reason":"a bed is asked for"})", id));
  EXPECT_NE(opened.find(R"("health.needs":"Insulin, twice a day.")"), std::string::npos);
  EXPECT_NE(opened.find(R"("identity.names":[{"name":"Alena Kavalchuk")"), std::string::npos);
  const auto accepted = must(call(world.shelter_manager, Method::post, "/referrals/{id}/acceptance", "{}", id));
  EXPECT_EQ(accepted.body, R"({"state":"accepted","version":3})");
  const auto seen = body_of(call(world.border_manager, Method::get, "/referrals/{id}", {}, id));
  EXPECT_NE(seen.find(R"("case_id":")"), std::string::npos);
  const auto theirs = body_of(call(world.shelter_manager, Method::get, "/referrals/{id}", {}, id));
  EXPECT_NE(theirs.find(R"("case_id":null)"), std::string::npos);
  EXPECT_NE(theirs.find(R"("allowed":["first-contact","complete","end"])"), std::string::npos);
}

TEST_P(RoutesTest, a_stranger_meets_the_same_nothing_as_for_no_referral) {
  const auto id = office.send_one().id.text();
  const auto none = ReferralId::random(office.world.random).text();
  const std::vector<std::pair<std::string, std::string>> posts{
      {"opening", R"({"purpose":"assist","reason":"curious"})"},
      {"acceptance", "{}"},
      {"decline", R"({"reason":"no-place"})"},
      {"recall", R"({"reason":"sent-in-error"})"},
      {"first-contact", "{}"},
      {"completion", R"({"outcome":"need-met"})"},
      {"questions", R"({"text":"Who?"})"},
      {"answers", fmt::format(R"({{"text":"I.","question_id":"{}"}})", none)}};
  for (const auto& [what, body] : posts)
    for (const auto& which : {id, none, std::string{"no-id"}}) {
      const auto got = call(office.doctor, Method::post, "/referrals/{id}/" + what, body, which);
      ASSERT_FALSE(got) << what;
      EXPECT_EQ(got.error().type, nrm::problems::kNotFound) << what;
    }
  EXPECT_EQ(call(office.doctor, Method::get, "/referrals/{id}", {}, id).error().type, nrm::problems::kNotFound);
}

TEST_P(RoutesTest, what_cannot_be_taken_is_named_and_changes_nothing) {
  auto& world = office.world;
  const auto first_fault = [](const Result<http::Response>& result) {
    return result                          ? std::string{"taken"}
           : result.error().fields.empty() ? std::string{result.error().type.slug}
                                           : result.error().fields[0].pointer;
  };
  EXPECT_EQ(first_fault(call(world.border_manager, Method::post, "/referrals", new_referral(R"(,"colour":"red")"))),
            "/colour");
  EXPECT_EQ(first_fault(call(world.border_manager, Method::post, "/referrals", "{}")), "/case_id");
  EXPECT_EQ(first_fault(call(world.border_manager, Method::get, "/referrals", {}, {}, {{"box", "side"}})), "query:box");
  EXPECT_EQ(first_fault(call(world.border_manager, Method::get, "/referrals", {}, {}, {{"limit", "51"}})),
            "query:limit");
  const auto id = office.send_one().id.text();
  EXPECT_EQ(first_fault(call(world.shelter_manager, Method::post, "/referrals/{id}/questions",
                             fmt::format(R"({{"text":"{}"}})", std::string(kMaxLineText + 1, 'a')), id)),
            "/text");
  EXPECT_EQ(first_fault(call(world.shelter_manager, Method::post, "/referrals/{id}/opening",
                             R"({"purpose":"immigration-enforcement","reason":"to look"})", id)),
            "/purpose");
  EXPECT_EQ(office.count("SELECT COUNT(*) AS n FROM referral WHERE version > 1"), 0);
}

TEST_P(RoutesTest, nobody_signed_in_is_told_so) {
  const auto got = routes.front().handler({});
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error().type.slug, "access.signed-out");
}

}  // namespace
}  // namespace nrm::referral::testing
