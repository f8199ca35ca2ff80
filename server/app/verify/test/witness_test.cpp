#include "witness.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

namespace nrm::verify {
namespace {

// A log in memory that can be shown in other states than its own.
class MemorySource final : public Source {
 public:
  log::Tree tree;
  Key32 seed;
  std::uint64_t shown = 0;
  int posted = 0;

  void grow(int leaves, const std::string& prefix) {
    for (int i = 0; i < leaves; ++i) tree.append(crypto::sha256(view_of(prefix + std::to_string(i))));
    shown = tree.size();
  }
  log::Note checkpoint() override { return log::sign_checkpoint({"example", shown, tree.root(shown), shown, 1}, seed); }
  std::vector<log::Digest> consistency(std::uint64_t from, std::uint64_t to) override {
    return log::consistency_proof(from, to, tree.reader());
  }
  Proven inclusion(std::uint64_t leaf, std::uint64_t size) override {
    return {tree.reader()(0, leaf), log::inclusion_proof(leaf, size, tree.reader())};
  }
  bool post_cosignature(const log::Note&, const log::NoteSignature&) override {
    ++posted;
    return true;
  }
};

class WitnessTest : public ::testing::Test {
 protected:
  void SetUp() override {
    crypto::initialise();
    source.seed = crypto::random_key(random);
    folder = std::filesystem::temp_directory_path() / ("nrm-witness-" + std::to_string(::getpid()));
    std::filesystem::remove_all(folder);
    std::filesystem::create_directory(folder);
    key = open_witness_key(folder / "key", "witness.example", random);
  }
  void TearDown() override { std::filesystem::remove_all(folder); }
  WitnessRun run() { return {folder / "state", log_key(), 1'700'000'000}; }
  log::VerifierKey log_key() { return {"example", log::KeyType::note, crypto::public_keys(source.seed).sign}; }

  SeededRandom random{3};
  MemorySource source;
  std::filesystem::path folder;
  WitnessKey key;
};

TEST_F(WitnessTest, CosignsWhatExtendsTheLastSeen) {
  source.grow(5, "a");
  EXPECT_TRUE(witness(source, key, run()).first);
  source.grow(9, "b");
  const auto out = witness(source, key, run());
  EXPECT_FALSE(out.first);
  const log::VerifierKey open{key.name, log::KeyType::cosignature, crypto::public_keys(key.seed).sign};
  EXPECT_EQ(log::verify_cosignature(out.checkpoint, out.cosignature, open), 1'700'000'000);
  EXPECT_EQ(source.posted, 2);
  EXPECT_FALSE(witness(source, key, run()).first);
  EXPECT_EQ(read_state(folder / "state")->last->checkpoint.size, 14U);
}

TEST_F(WitnessTest, RefusesARollBack) {
  source.grow(9, "a");
  (void)witness(source, key, run());
  source.shown = 4;
  EXPECT_THROW((void)witness(source, key, run()), Tampered);
  EXPECT_EQ(source.posted, 1);
  EXPECT_EQ(read_state(folder / "state")->last->checkpoint.size, 9U);
}

TEST_F(WitnessTest, RefusesAFork) {
  source.grow(9, "a");
  (void)witness(source, key, run());
  source.tree = {};
  source.grow(9, "b");
  EXPECT_THROW((void)witness(source, key, run()), Tampered);
  source.grow(20, "c");
  EXPECT_THROW((void)witness(source, key, run()), Tampered);
  EXPECT_EQ(source.posted, 1);
}

TEST_F(WitnessTest, RefusesAnotherKey) {
  source.grow(3, "a");
  (void)witness(source, key, run());
  const auto pinned = run();
  source.seed = crypto::random_key(random);
  EXPECT_THROW((void)witness(source, key, pinned), Tampered);
  EXPECT_THROW((void)witness(source, key, run()), Tampered);
  EXPECT_THROW((void)witness(source, key, {folder / "state", {}, 1}), Tampered);
}

TEST_F(WitnessTest, FirstRunNeedsTheLogsKey) {
  source.grow(3, "a");
  EXPECT_THROW((void)witness(source, key, {folder / "state", {}, 1}), std::runtime_error);
}

TEST_F(WitnessTest, KeyFileIsItsOwnersAlone) {
  struct stat about {};
  ASSERT_EQ(::stat((folder / "key").c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777U, 0400U);
  EXPECT_TRUE(open_witness_key(folder / "key", "", random).seed == key.seed);
  ASSERT_EQ(::chmod((folder / "key").c_str(), 0644), 0);
  EXPECT_THROW((void)open_witness_key(folder / "key", "", random), std::runtime_error);
  EXPECT_THROW((void)open_witness_key(folder / "other", "", random), std::runtime_error);
}

}  // namespace
}  // namespace nrm::verify
