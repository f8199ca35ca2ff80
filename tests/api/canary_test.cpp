// Words that stand nowhere else are put into every personal field and every secret; whoever takes the disk, a backup,
// the exported log or the server's messages finds none of them.
#include <gtest/gtest.h>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <fstream>
#include <iterator>
#include <sstream>

#include "cli.hpp"
#include "digest.hpp"
#include "nrm/log/publication.hpp"
#include "walk.hpp"

namespace nrm::api {
namespace {

namespace fs = std::filesystem;
using Places = std::map<std::string, std::string>;

std::string content_of(const fs::path& file) {
  std::ifstream in{file, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

void add_files(Places& places, const fs::path& folder) {
  for (const auto& entry : fs::recursive_directory_iterator{folder})
    if (entry.is_regular_file()) places["file " + entry.path().filename().string()] = content_of(entry.path());
}

void add_backup(Places& places, World& world) {
  const auto folder = world.folder().parent_path() / "backup";
  fs::create_directory(folder);
  const auto data = (folder / "data").string(), keys = (folder / "keys").string();
  const auto phrase = (folder / "phrase").string(), instance = world.folder().string();
  std::ofstream{phrase} << "a phrase for the backup\n";
  const std::vector<const char*> words{"opennrm", "backup",     instance.c_str(),    "--data",      data.c_str(),
                                       "--keys",  keys.c_str(), "--passphrase-file", phrase.c_str()};
  ASSERT_EQ(app::run_cli(static_cast<int>(words.size()), words.data()), 0);
  places["backup data"] = content_of(data);
  places["backup keys"] = content_of(keys);
}

void add_log_export(Places& places, World& world) {
  std::ostringstream out;
  world.instance().database().read([&](storage::Reader& reader) { log::export_log(reader, out); });
  places["log export"] = out.str();
}

std::set<std::string> found_in(const Places& places, const std::string& canary) {
  std::string bare;
  for (const char letter : canary)
    if (letter != '-') bare += letter;
  std::set<std::string> out;
  for (const auto& [name, content] : places)
    if (content.find(canary) != std::string::npos || content.find(bare) != std::string::npos) out.insert(name);
  return out;
}

class Canary : public testing::Test {
 protected:
  void SetUp() override {
    kept_ = spdlog::default_logger();
    auto sink = std::make_shared<spdlog::sinks::ostream_sink_mt>(said);
    spdlog::set_default_logger(std::make_shared<spdlog::logger>("test", sink));
    spdlog::set_level(spdlog::level::trace);
  }
  void TearDown() override { spdlog::set_default_logger(kept_); }

  Places places() {
    Places out;
    for (const auto& [table, rows] : contents_of(walk.world())) out["table " + table] = rows;
    add_files(out, walk.world().folder());
    add_backup(out, walk.world());
    add_log_export(out, walk.world());
    spdlog::default_logger()->flush();
    out["messages"] = said.str();
    return out;
  }

  std::ostringstream said;
  Walk walk;

 private:
  std::shared_ptr<spdlog::logger> kept_;
};

TEST_F(Canary, ThePlantedOneIsFound) {
  walk.world().add_team("qzwplanted", "ngo", "protection", "shelter");
  spdlog::info("qzwplanted was said");
  const auto found = found_in(places(), "qzwplanted");
  EXPECT_TRUE(found.contains("table team"));
  EXPECT_TRUE(found.contains("messages"));
  EXPECT_TRUE(found.contains("file opennrm.db") || found.contains("file opennrm.db-wal"));
}

TEST_F(Canary, V14_2_4_V16_2_5_NoneIsFoundAfterTheWholeWalk) {
  ASSERT_NO_THROW(walk.go());
  for (const auto* account : {&walk.officer, &walk.provider}) {
    const auto secret = account->totp_secret.expose();
    EXPECT_TRUE(found_in(places(), std::string{secret.begin(), secret.end()}).empty());
  }
  const auto all = places();
  EXPECT_GT(all.size(), 30U);
  EXPECT_GT(walk.canaries().size(), 40U);
  for (const auto& canary : walk.canaries())
    for (const auto& place : found_in(all, canary)) ADD_FAILURE() << canary << " stands in " << place;
}

}  // namespace
}  // namespace nrm::api
