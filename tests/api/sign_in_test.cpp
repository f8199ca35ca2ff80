// Whoever guesses learns nothing from the answer.
#include <gtest/gtest.h>

#include "walk.hpp"

namespace nrm::api {
namespace {

http::Response guess(World& world, const std::string& account, const std::string& password) {
  return world.call_signed_out(
      Method::post, "/api/v1/session",
      json::serialize(json::object{{"account", account}, {"password", password}, {"code", "000000"}}));
}

std::string answer_of(const http::Response& response) {
  auto problem = json::parse(response.body);
  problem.as_object().erase("instance");
  return std::to_string(response.status) + json::serialize(problem);
}

TEST(SignIn, KnownAndUnknownAccountsGetTheSameAnswer) {
  Walk walk;
  const auto unknown = guess(walk.world(), "nobody.at.all", "a long password of nobody");
  const auto known = guess(walk.world(), walk.officer.account, "a long password of nobody");
  const auto right_password = guess(walk.world(), walk.provider.account, walk.provider.password);
  EXPECT_GE(unknown.status, 400);
  EXPECT_LT(unknown.status, 500);
  EXPECT_EQ(answer_of(unknown), answer_of(known));
  EXPECT_EQ(answer_of(unknown), answer_of(right_password));
}

}  // namespace
}  // namespace nrm::api
