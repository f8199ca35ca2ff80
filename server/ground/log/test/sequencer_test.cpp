#include "log_world.hpp"

namespace nrm::log {
namespace {

class SequencerTest : public storage::testing::OnEachDatabase {
 protected:
  testing::World world{database};
};
NRM_ON_EACH_DATABASE(SequencerTest);

TEST_P(SequencerTest, EveryLeafGetsTheNextNumberAndACheckpoint) {
  world.found();
  Sequencer sequencer{world.journal, world.sequencer_options()};
  for (int i = 0; i < 20; ++i) {
    ASSERT_TRUE(world.put(std::to_string(i)));
    if (i % 3 == 0) sequencer.number_now();
  }
  sequencer.number_now();
  EXPECT_EQ(sequencer.number_now(), 0U);
  const auto result = testing::verify(world.exported());
  EXPECT_TRUE(result.sound()) << result.findings.at(0).where << ' ' << result.findings.at(0).what;
  EXPECT_EQ(result.leaves, 21U);
  EXPECT_EQ(result.checkpoints, 8U);
  EXPECT_EQ(result.newest->checkpoint.size, 21U);
}

TEST_P(SequencerTest, OnlyTheHolderOfTheLeaseNumbers) {
  world.found();
  Sequencer one{world.journal, world.sequencer_options("one")};
  Sequencer two{world.journal, world.sequencer_options("two")};
  EXPECT_EQ(one.number_now(), 1U);
  ASSERT_TRUE(world.put("a"));
  EXPECT_EQ(two.number_now(), 0U);
  world.clock.advance(std::chrono::seconds{6});
  EXPECT_EQ(two.number_now(), 1U);
  EXPECT_TRUE(testing::verify(world.exported()).sound());
}

TEST_P(SequencerTest, TwoServersNeverGiveOneNumberTwice) {
  world.found();
  auto other_database = database.open_again();
  SystemClock clock;
  SystemRandom random;
  Journal here{database.get(), clock, random};
  Journal there{*other_database, clock, random};
  Sequencer one{here, world.sequencer_options("one")};
  Sequencer two{there, world.sequencer_options("two")};
  one.start();
  two.start();
  const auto put = [&](Journal& journal, int base) {
    for (int i = 0; i < 40; ++i) {
      (void)journal.act<bool>(world.header("shelf.put"), [&](Act& act) -> Result<bool> {
        act.run("INSERT INTO thing (name) VALUES ($name)", {{"name", std::to_string(base + i)}});
        return true;
      });
    }
  };
  std::thread second{[&] { put(there, 1000); }};
  put(here, 0);
  second.join();
  for (int i = 0; i < 1000 && world.count("log_leaf WHERE sequence IS NULL") > 0; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds{10});
  }
  one.stop();
  two.stop();
  const auto result = testing::verify(world.exported());
  EXPECT_TRUE(result.sound());
  EXPECT_EQ(result.leaves, 81U);
}

TEST_P(SequencerTest, ASecondKeyOrOriginIsRefused) {
  world.found();
  Sequencer first{world.journal, world.sequencer_options()};
  auto other = world.sequencer_options();
  other.signing_seed = crypto::random_key(world.random);
  EXPECT_THROW((Sequencer{world.journal, other}), std::runtime_error);
  other = world.sequencer_options();
  other.origin = "elsewhere";
  EXPECT_THROW((Sequencer{world.journal, other}), std::runtime_error);
}

TEST_P(SequencerTest, NothingIsSignedOverATreeThatWasChanged) {
  world.found();
  Sequencer sequencer{world.journal, world.sequencer_options()};
  sequencer.number_now();
  database.run("UPDATE log_node SET hash = $hash", {{"hash", Bytes(32, 1)}});
  ASSERT_TRUE(world.put("a"));
  EXPECT_THROW(sequencer.number_now(), storage::DatabaseError);
  EXPECT_EQ(world.count("log_checkpoint"), 1);
}

TEST_P(SequencerTest, ProofsHoldAgainstTheCheckpoint) {
  world.found();
  Sequencer sequencer{world.journal, world.sequencer_options()};
  for (int i = 0; i < 12; ++i) ASSERT_TRUE(world.put(std::to_string(i)));
  sequencer.number_now();
  database->read([](storage::Reader& reader) {
    const auto checkpoint = latest_checkpoint(reader)->checkpoint;
    ASSERT_EQ(checkpoint.size, 13U);
    const auto hashes = leaf_hashes(reader, 0, 13);
    const auto inclusion = prove_inclusion(reader, 5, 13);
    ASSERT_TRUE(hashes && inclusion);
    EXPECT_EQ((*hashes)[5], inclusion->leaf);
    EXPECT_TRUE(verify_inclusion(inclusion->leaf, 5, 13, inclusion->proof, checkpoint.root));
    Tree tree;
    for (const auto& hash : *hashes) tree.append(hash);
    const auto consistency = prove_consistency(reader, 4, 13);
    ASSERT_TRUE(consistency);
    EXPECT_TRUE(verify_consistency(4, 13, tree.root(4), checkpoint.root, *consistency));
    EXPECT_FALSE(prove_inclusion(reader, 13, 13));
    EXPECT_FALSE(prove_inclusion(reader, 0, 14));
    EXPECT_FALSE(prove_consistency(reader, 0, 13));
    EXPECT_FALSE(leaf_hashes(reader, 3, 2));
  });
}

TEST_P(SequencerTest, CosignaturesAreTakenFromKnownWitnessesOnly) {
  world.found();
  Sequencer sequencer{world.journal, world.sequencer_options()};
  sequencer.number_now();
  const auto note = *database->reading([](storage::Reader& reader) { return latest_checkpoint(reader); });
  const auto seed = crypto::random_key(world.random);
  const VerifierKey key{"witness.example", KeyType::cosignature, crypto::public_keys(seed).sign};
  const auto line = cosign(note, key.name, seed, 1700000000).line();
  EXPECT_EQ(accept_cosignature(world.journal, note.text(), line).error().type, problems::kUnknownWitness);
  ASSERT_TRUE(
      world.journal.act<void>(world.header("log.add-witness"), [&](Act& act) { return add_witness(act, key); }));
  EXPECT_TRUE(accept_cosignature(world.journal, note.text(), line));
  const auto foreign = sign_checkpoint({"opennrm.example/by", 1, crypto::sha256(view_of("x")), 0, 1}, world.log_seed);
  EXPECT_EQ(accept_cosignature(world.journal, foreign.text(), cosign(foreign, key.name, seed, 1).line()).error().type,
            problems::kForeignCheckpoint);
  EXPECT_EQ(accept_cosignature(world.journal, foreign.text(), line).error().type, problems::kBadCosignature);
  const auto now = *database->reading([](storage::Reader& reader) { return latest_checkpoint(reader); });
  ASSERT_EQ(now.signatures.size(), 2U);
  EXPECT_TRUE(verify_cosignature(now, now.signatures[1], key));
  EXPECT_EQ(testing::verify(world.exported()).cosignatures, 1U);
}

}  // namespace
}  // namespace nrm::log
