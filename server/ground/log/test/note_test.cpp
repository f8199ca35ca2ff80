#include "nrm/log/note.hpp"

#include <gtest/gtest.h>

#include "../../../platform/crypto/test/document.hpp"
#include "nrm/log/leaf.hpp"

namespace nrm::log {
namespace {

class NoteTest : public ::testing::Test {
 protected:
  void SetUp() override { crypto::initialise(); }
  static Key32 key_of(std::string_view hex) { return *Key32::copy_of(*from_hex(hex)); }
  std::map<std::string, std::string> known = nrm::testing::read_vectors("checkpoints.md");
  Key32 log_seed = key_of(known["log seed"]);
  Key32 witness_seed = key_of(known["witness seed"]);
  VerifierKey log_key{"opennrm.example/by", KeyType::note, crypto::public_keys(log_seed).sign};
  VerifierKey witness_key{"witness.example", KeyType::cosignature, crypto::public_keys(witness_seed).sign};
  Note note = sign_checkpoint({"opennrm.example/by", 3, crypto::sha256(view_of("root")), 1, 1700000000}, log_seed);
};

TEST_F(NoteTest, CheckpointIsWhatTheDocumentSays) {
  EXPECT_EQ(log_key.text(), known["log key"]);
  EXPECT_EQ(witness_key.text(), known["witness key"]);
  EXPECT_EQ(note.signatures[0].line(), known["log line"]);
  EXPECT_EQ(cosign(note, "witness.example", witness_seed, 1700000001).line(), known["witness line"]);
}

TEST_F(NoteTest, LeafIsWhatTheDocumentSays) {
  auto leaves = nrm::testing::read_vectors("log.md");
  const Place place{"leaf", "case:c", "c", std::nullopt};
  EXPECT_EQ(to_hex(place_digest(place)), leaves["place digest"]);
  const Leaf leaf{5,
                  "referral",
                  472222,
                  crypto::sha256(view_of("commitment")),
                  crypto::sha256(view_of("sealed")),
                  place_digest(place)};
  EXPECT_EQ(to_hex(leaf_hash(leaf)), leaves["leaf hash"]);
}

TEST_F(NoteTest, NoteComesBackAsItWas) {
  auto text = note.text() + cosign(note, "witness.example", witness_seed, 1700000001).line() + "\n";
  const auto parsed = Note::parse(text);
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->checkpoint, note.checkpoint);
  EXPECT_TRUE(is_signed_by(*parsed, log_key));
  EXPECT_EQ(verify_cosignature(*parsed, parsed->signatures[1], witness_key), 1700000001);
}

TEST_F(NoteTest, EveryChangedByteIsRefused) {
  const auto text = note.text();
  for (std::size_t place = 0; place < text.size(); ++place) {
    auto changed = text;
    changed[place] = static_cast<char>(changed[place] ^ 1);
    const auto parsed = Note::parse(changed);
    EXPECT_FALSE(parsed && is_signed_by(*parsed, log_key)) << place;
  }
}

TEST_F(NoteTest, AnotherKeysSignatureCountsForNothing) {
  const VerifierKey impostor{"opennrm.example/by", KeyType::note, crypto::public_keys(witness_seed).sign};
  EXPECT_FALSE(is_signed_by(note, impostor));
  const auto line = cosign(note, "witness.example", log_seed, 1);
  EXPECT_FALSE(verify_cosignature(note, line, witness_key));
}

TEST_F(NoteTest, OddNotesAreRefused) {
  EXPECT_FALSE(Note::parse(""));
  EXPECT_FALSE(Note::parse("a\n\n"));
  EXPECT_FALSE(Note::parse(note.body));
  EXPECT_FALSE(Note::parse(note.text() + "x"));
  EXPECT_FALSE(Note::parse(std::string(20'000, '\n')));
  EXPECT_FALSE(VerifierKey::parse(log_key.text() + "A"));
  EXPECT_FALSE(VerifierKey::parse("a+b"));
  EXPECT_FALSE(is_key_name("with space"));
  EXPECT_FALSE(is_key_name("with+plus"));
}

}  // namespace
}  // namespace nrm::log
