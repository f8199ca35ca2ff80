// Every route is walked and its exchanges are kept for web/contract, which holds them to api/openapi.yaml.
#include <gtest/gtest.h>

#include <fstream>

#include "walk.hpp"

namespace nrm::api {
namespace {

json::object recorded(const Walk& walk, const Call& call, const http::Response& response) {
  return {{"method", http::name_of(call.method)},
          {"pattern", walk.pattern_of(call.method, call.path)},
          {"path", call.path},
          {"request_body", call.text()},
          {"status", response.status},
          {"content_type", response.content_type},
          {"response_body", response.body}};
}

std::set<std::string> all_routes(World& world) {
  std::set<std::string> out;
  for (const auto& route : world.instance().routes())
    out.insert(std::string{http::name_of(route.method)} + " " + route.pattern);
  return out;
}

TEST(Walk, EveryRouteIsGrantedToWhoMayAskForIt) {
  Walk walk;
  std::ofstream exchanges{NRM_BINARY_DIR "/exchanges.jsonl", std::ios::trunc};
  std::set<std::string> granted;
  walk.after = [&](const Call& call, const http::Response& response) {
    exchanges << json::serialize(recorded(walk, call, response)) << '\n';
    if (response.status < 300)
      granted.insert(std::string{http::name_of(call.method)} + " " + walk.pattern_of(call.method, call.path));
  };
  ASSERT_NO_THROW(walk.go());
  EXPECT_EQ(granted, all_routes(walk.world()));
  EXPECT_EQ(walk.world().verify_log(), std::nullopt);
}

}  // namespace
}  // namespace nrm::api
