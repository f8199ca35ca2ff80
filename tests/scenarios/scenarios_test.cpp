#include <gtest/gtest.h>

#include <filesystem>

#include "stage.hpp"

namespace nrm::scenarios {
namespace {

std::vector<std::string> stories() {
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator{NRM_SOURCE_DIR "/scenarios"})
    if (entry.path().extension() == ".scenario") files.push_back(entry.path().string());
  std::sort(files.begin(), files.end());
  return files;
}

class Story : public testing::TestWithParam<std::string> {};

TEST_P(Story, GoesAsTold) {
  EXPECT_NO_THROW(play(GetParam(), {0}));
}

TEST_P(Story, GoesAsToldWithOthersAtOtherTimes) {
  for (unsigned seed = 1; seed <= 10; ++seed) EXPECT_NO_THROW(play(GetParam(), {seed}));
}

INSTANTIATE_TEST_SUITE_P(Scenarios, Story, testing::ValuesIn(stories()), [](const auto& story) {
  auto name = std::filesystem::path{story.param}.stem().string();
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

}  // namespace
}  // namespace nrm::scenarios
