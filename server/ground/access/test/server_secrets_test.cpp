#include "nrm/access/server_secrets.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "nrm/storage/testing.hpp"

namespace nrm::access {
namespace {

class ServerSecretsTest : public ::testing::Test {
 protected:
  ~ServerSecretsTest() override { std::filesystem::remove_all(folder); }
  std::filesystem::path folder = storage::testing::create_scratch_directory();
  std::filesystem::path file = folder / "secrets";
  SeededRandom random{7};
};

TEST_F(ServerSecretsTest, are_made_once_for_their_owner_alone) {
  const auto made = load_or_create_server_secrets(file, random);
  struct stat about {};
  ASSERT_EQ(::stat(file.c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 07777U, 0400U);
  const auto read = load_or_create_server_secrets(file, random);
  EXPECT_EQ(read.totp_key, made.totp_key);
  EXPECT_EQ(read.hash_key, made.hash_key);
  EXPECT_EQ(read.log_seed, made.log_seed);
  EXPECT_EQ(read.binding_seed, made.binding_seed);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator{folder}, {}), 1);
}

TEST_F(ServerSecretsTest, are_refused_where_others_may_read_them) {
  load_or_create_server_secrets(file, random);
  for (const mode_t mode : {0440U, 0404U, 0600U, 0644U}) {
    ::chmod(file.c_str(), mode);
    EXPECT_THROW(load_or_create_server_secrets(file, random), SecretsFileError) << mode;
  }
}

TEST_F(ServerSecretsTest, are_refused_when_they_belong_to_another_user) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can give a file away";
  load_or_create_server_secrets(file, random);
  ASSERT_EQ(::chown(file.c_str(), 65534, 65534), 0);
  EXPECT_THROW(load_or_create_server_secrets(file, random), SecretsFileError);
}

TEST_F(ServerSecretsTest, are_refused_when_cut_short_or_behind_a_link) {
  std::ofstream{folder / "short"} << "NRMSECR1 too short";
  ::chmod((folder / "short").c_str(), 0400);
  EXPECT_THROW(load_or_create_server_secrets(folder / "short", random), SecretsFileError);
  load_or_create_server_secrets(file, random);
  std::filesystem::create_symlink(file, folder / "link");
  EXPECT_THROW(load_or_create_server_secrets(folder / "link", random), SecretsFileError);
}

}  // namespace
}  // namespace nrm::access
