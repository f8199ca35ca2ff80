// api/openapi.yaml and api/problems.yaml against the program, both ways.
#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

#include <set>

#include "nrm/opennrm/testing.hpp"

namespace nrm {
namespace {

std::set<std::string> documented_routes() {
  const auto document = YAML::LoadFile(NRM_SOURCE_DIR "/api/openapi.yaml");
  static const std::set<std::string> methods{"get", "post", "put", "patch", "delete"};
  std::string base;
  if (document["servers"]) base = document["servers"][0]["url"].as<std::string>();
  if (base == "/") base.clear();
  std::set<std::string> routes;
  for (const auto& path : document["paths"])
    for (const auto& operation : path.second)
      if (const auto method = operation.first.as<std::string>(); methods.contains(method))
        routes.insert(method + " " + base + path.first.as<std::string>());
  return routes;
}

std::set<std::string> served_routes() {
  app::testing::World world;
  std::set<std::string> routes;
  for (const auto& route : world.instance().routes()) {
    std::string method{http::name_of(route.method)};
    for (auto& letter : method) letter = static_cast<char>(std::tolower(letter));
    routes.insert(method + " " + route.pattern);
  }
  return routes;
}

TEST(Contract, EveryRouteIsDocumentedAndEveryDocumentedRouteIsServed) {
  EXPECT_EQ(documented_routes(), served_routes());
}

TEST(Contract, EveryProblemIsListedWithItsStatusAndEveryListedOneExists) {
  std::map<std::string, int> listed, known;
  for (const auto& entry : YAML::LoadFile(NRM_SOURCE_DIR "/api/problems.yaml"))
    EXPECT_TRUE(listed.emplace(entry["slug"].as<std::string>(), entry["status"].as<int>()).second) << entry["slug"];
  for (const auto& problem : app::Instance::problems()) known.emplace(problem.slug, problem.http_status);
  EXPECT_EQ(listed, known);
}

TEST(Contract, EveryProblemHasASentenceInEveryCompleteLanguage) {
  app::testing::World world;
  const auto& catalogue = world.instance().catalogue();
  for (const auto& problem : app::Instance::problems()) {
    const auto key = "problem." + std::string{problem.slug};
    EXPECT_TRUE(catalogue.has(key)) << key;
  }
}

}  // namespace
}  // namespace nrm
