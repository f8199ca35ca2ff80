#include <gtest/gtest.h>

#include "document.hpp"
#include "nrm/crypto/crypto.hpp"

namespace nrm::crypto {
namespace {

class Vectors : public ::testing::Test {
 protected:
  void SetUp() override { initialise(); }
  Key32 key_of(std::string_view hex) { return *Key32::copy_of(*from_hex(hex)); }
  std::map<std::string, std::string> known = nrm::testing::read_vectors("ciphertexts.md");
  std::map<std::string, std::string> prints = nrm::testing::read_vectors("fingerprints.md");
  SeededRandom random{1};
};

TEST_F(Vectors, SealIsWhatTheDocumentSays) {
  const auto sealed = seal(key_of(known["key"]), 7, view_of(known["plaintext"]), view_of(known["place"]), random);
  EXPECT_EQ(to_hex(sealed), known["sealed"]);
  EXPECT_EQ(text_of(*open(key_of(known["key"]), *from_hex(known["sealed"]), view_of(known["place"]))),
            known["plaintext"]);
}

TEST_F(Vectors, BoxIsWhatTheDocumentSays) {
  const auto keys = public_keys(key_of(known["seed"]));
  EXPECT_EQ(to_hex(keys.box.bytes), known["box public"]);
  EXPECT_EQ(to_hex(keys.sign.bytes), known["sign public"]);
  const auto boxed = box_seal(keys.box, 7, view_of(known["plaintext"]), view_of(known["place"]), random);
  EXPECT_EQ(to_hex(boxed), known["boxed"]);
  EXPECT_EQ(text_of(*box_open(key_of(known["seed"]), *from_hex(known["boxed"]), view_of(known["place"]))),
            known["plaintext"]);
}

TEST_F(Vectors, SignaturesAreWhatTheDocumentSays) {
  const auto seed = key_of(known["seed"]);
  EXPECT_EQ(to_hex(sign(seed, "example", view_of(known["plaintext"]))), known["signature"]);
  EXPECT_TRUE(verify(public_keys(seed).sign, "example", view_of(known["plaintext"]), *from_hex(known["signature"])));
}

TEST_F(Vectors, DerivedKeysAreWhatTheDocumentSays) {
  EXPECT_EQ(to_hex(derive(key_of(known["key"]), "teamwrap", 3).expose()), known["derived"]);
  EXPECT_EQ(to_hex(keyed_hash(key_of(known["key"]), view_of(known["plaintext"]))), known["keyed hash"]);
}

TEST_F(Vectors, StretchedPasswordIsWhatTheDocumentSays) {
  Salt salt{};
  const auto bytes = *from_hex(known["salt"]);
  std::copy(bytes.begin(), bytes.end(), salt.begin());
  const auto keys = stretch(SecretText{known["password"]}, salt, {1ULL << 20U, 1});
  EXPECT_EQ(to_hex(keys.verifier.expose()), known["verifier"]);
  EXPECT_EQ(to_hex(keys.key_opener.expose()), known["key opener"]);
}

TEST_F(Vectors, RecoveryCodeIsWhatTheDocumentSays) {
  EXPECT_EQ(make_recovery_code(random).expose(), known["recovery code"]);
  EXPECT_EQ(to_hex(key_of_recovery_code(known["recovery code"])->expose()), known["recovery key"]);
}

TEST_F(Vectors, FingerprintIsWhatTheDocumentSays) {
  EXPECT_EQ(fingerprint(public_keys(key_of(prints["seed"]))), prints["fingerprint"]);
}

}  // namespace
}  // namespace nrm::crypto
