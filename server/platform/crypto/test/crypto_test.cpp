#include <gtest/gtest.h>
#include <sodium.h>

#include "nrm/crypto/crypto.hpp"

namespace nrm::crypto {
namespace {

class Crypto : public ::testing::Test {
 protected:
  void SetUp() override { initialise(); }
  SeededRandom random{42};
};

TEST_F(Crypto, SealedOpensOnlyUnchanged) {
  const auto key = random_key(random);
  const auto sealed = seal(key, 3, view_of("where she sleeps"), view_of("case 1"), random);
  EXPECT_EQ(text_of(*open(key, sealed, view_of("case 1"))), "where she sleeps");
  EXPECT_EQ(key_version_of(sealed), 3U);
  for (std::size_t place = 0; place < sealed.size(); ++place) {
    for (int bit = 0; bit < 8; ++bit) {
      auto changed = sealed;
      changed[place] = static_cast<std::uint8_t>(changed[place] ^ (1U << static_cast<unsigned>(bit)));
      EXPECT_FALSE(open(key, changed, view_of("case 1"))) << place;
    }
  }
}

TEST_F(Crypto, SealedOpensOnlyInItsPlaceAndWithItsKey) {
  const auto key = random_key(random);
  const auto sealed = seal(key, 1, view_of("text"), view_of("case 1"), random);
  EXPECT_FALSE(open(key, sealed, view_of("case 2")));
  EXPECT_FALSE(open(key, sealed, {}));
  EXPECT_FALSE(open(random_key(random), sealed, view_of("case 1")));
}

TEST_F(Crypto, CutCiphertextsAreRefused) {
  const auto seed = random_key(random);
  const auto sealed = seal(seed, 1, view_of("text"), {}, random);
  const auto boxed = box_seal(public_keys(seed).box, 1, view_of("text"), {}, random);
  for (std::size_t size = 0; size < sealed.size(); ++size) EXPECT_FALSE(open(seed, ByteView{sealed}.first(size), {}));
  for (std::size_t size = 0; size < boxed.size(); ++size) EXPECT_FALSE(box_open(seed, ByteView{boxed}.first(size), {}));
}

TEST_F(Crypto, EmptyTextIsSealedToo) {
  const auto key = random_key(random);
  EXPECT_EQ(open(key, seal(key, 1, {}, {}, random), {})->size(), 0U);
}

TEST_F(Crypto, NoTwoSealsAreAlike) {
  const auto key = random_key(random);
  EXPECT_NE(seal(key, 1, view_of("a"), {}, random), seal(key, 1, view_of("a"), {}, random));
}

TEST_F(Crypto, BoxOpensOnlyUnchanged) {
  const auto seed = random_key(random);
  const auto boxed = box_seal(public_keys(seed).box, 2, view_of("a key"), view_of("seal 9"), random);
  EXPECT_EQ(text_of(*box_open(seed, boxed, view_of("seal 9"))), "a key");
  for (std::size_t place = 0; place < boxed.size(); ++place) {
    for (int bit = 0; bit < 8; ++bit) {
      auto changed = boxed;
      changed[place] = static_cast<std::uint8_t>(changed[place] ^ (1U << static_cast<unsigned>(bit)));
      EXPECT_FALSE(box_open(seed, changed, view_of("seal 9"))) << place;
    }
  }
}

TEST_F(Crypto, BoxOpensOnlyInItsPlaceAndForItsReceiver) {
  const auto seed = random_key(random);
  const auto boxed = box_seal(public_keys(seed).box, 2, view_of("a key"), view_of("seal 9"), random);
  EXPECT_FALSE(box_open(seed, boxed, view_of("seal 8")));
  EXPECT_FALSE(box_open(random_key(random), boxed, view_of("seal 9")));
}

TEST_F(Crypto, ASealIsNoBoxAndABoxNoSeal) {
  const auto seed = random_key(random);
  EXPECT_FALSE(box_open(seed, seal(seed, 1, Bytes(40), {}, random), {}));
  EXPECT_FALSE(open(seed, box_seal(public_keys(seed).box, 1, Bytes(40), {}, random), {}));
}

std::vector<std::string> small_order_x25519() {
  return {"0000000000000000000000000000000000000000000000000000000000000000",
          "0100000000000000000000000000000000000000000000000000000000000000",
          "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
          "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
          "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"};
}

TEST_F(Crypto, PointsOfSmallOrderAreRefusedAsKeys) {
  const auto good = public_keys(random_key(random));
  for (const auto& hex : small_order_x25519()) {
    auto bytes = *from_hex(hex);
    bytes.insert(bytes.end(), good.sign.bytes.begin(), good.sign.bytes.end());
    EXPECT_FALSE(decode_public_keys(bytes)) << hex;
  }
  for (const auto* hex : {"0100000000000000000000000000000000000000000000000000000000000000",
                          "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                          "0000000000000000000000000000000000000000000000000000000000000000",
                          "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"}) {
    Bytes bytes{good.box.bytes.begin(), good.box.bytes.end()};
    const auto point = *from_hex(hex);
    bytes.insert(bytes.end(), point.begin(), point.end());
    EXPECT_FALSE(decode_public_keys(bytes)) << hex;
  }
}

TEST_F(Crypto, PointsOfSmallOrderAreRefusedInBoxes) {
  const auto seed = random_key(random);
  for (const auto& hex : small_order_x25519()) {
    auto boxed = box_seal(public_keys(seed).box, 1, view_of("x"), {}, random);
    const auto point = *from_hex(hex);
    std::copy(point.begin(), point.end(), boxed.begin() + 6);
    EXPECT_FALSE(box_open(seed, boxed, {})) << hex;
  }
}

TEST_F(Crypto, SecondSpellingsOfAKeyAreRefused) {
  auto keys = public_keys(random_key(random));
  EXPECT_EQ(decode_public_keys(encode(keys)), keys);
  keys.box.bytes[31] |= 0x80U;
  EXPECT_FALSE(decode_public_keys(encode(keys)));
  EXPECT_FALSE(decode_public_keys(Bytes(63)));
}

TEST_F(Crypto, ASignatureIsForItsKeyLabelAndMessage) {
  const auto seed = random_key(random);
  const auto keys = public_keys(seed);
  auto signature = sign(seed, "seal", view_of("message"));
  EXPECT_TRUE(verify(keys.sign, "seal", view_of("message"), signature));
  EXPECT_FALSE(verify(keys.sign, "parcel", view_of("message"), signature));
  EXPECT_FALSE(verify(keys.sign, "seal", view_of("massage"), signature));
  EXPECT_FALSE(verify(public_keys(random_key(random)).sign, "seal", view_of("message"), signature));
  for (auto& byte : signature) {
    byte ^= 1U;
    EXPECT_FALSE(verify(keys.sign, "seal", view_of("message"), signature));
    byte ^= 1U;
  }
}

TEST_F(Crypto, PasswordGivesTheSameTwoKeysAgainAndOthersWithAnotherSalt) {
  const PasswordCost cheap{1ULL << 20U, 1};
  const auto salt = random_salt(random);
  const auto first = stretch(SecretText{"correct horse"}, salt, cheap);
  const auto again = stretch(SecretText{"correct horse"}, salt, cheap);
  EXPECT_TRUE(first.verifier == again.verifier && first.key_opener == again.key_opener);
  EXPECT_FALSE(first.verifier == first.key_opener);
  EXPECT_FALSE(stretch(SecretText{"correct horse"}, random_salt(random), cheap).verifier == first.verifier);
  EXPECT_FALSE(stretch(SecretText{"correct Horse"}, salt, cheap).verifier == first.verifier);
}

// RFC 6238 appendix B, SHA-1, the last six of eight digits.
TEST_F(Crypto, CodesAreThoseOfTheStandard) {
  const auto secret = *TotpSecret::copy_of(view_of("12345678901234567890"));
  const std::vector<std::pair<std::int64_t, std::string>> expected{{59, "287082"},         {1111111109, "081804"},
                                                                   {1111111111, "050471"}, {1234567890, "005924"},
                                                                   {2000000000, "279037"}, {20000000000, "353130"}};
  for (const auto& [seconds, code] : expected) {
    const auto now = UtcTime::from_unix_us(seconds * 1'000'000);
    EXPECT_EQ(totp_code(secret, now), code);
    EXPECT_EQ(match_totp(secret, code, now), static_cast<std::uint64_t>(seconds / 30));
  }
}

TEST_F(Crypto, ACodeHoldsForOneStepAround) {
  const auto secret = random_totp_secret(random);
  const auto now = UtcTime::from_unix_us(1'700'000'010'000'000);
  const auto code = totp_code(secret, now);
  EXPECT_TRUE(match_totp(secret, code, now + std::chrono::seconds{30}));
  EXPECT_TRUE(match_totp(secret, code, now - std::chrono::seconds{30}));
  EXPECT_FALSE(match_totp(secret, code, now + std::chrono::seconds{90}));
  EXPECT_FALSE(match_totp(secret, code.substr(1), now));
  EXPECT_FALSE(match_totp(secret, "", now));
  EXPECT_EQ(totp_uri(*TotpSecret::copy_of(view_of("12345678901234567890")), "Open NRM", "a:b"),
            "otpauth://totp/Open%20NRM:a%3Ab?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Open%20NRM"
            "&algorithm=SHA1&digits=6&period=30");
}

TEST_F(Crypto, RecoveryCodeIsReadAsPeopleWriteIt) {
  const auto code = make_recovery_code(random).expose();
  const auto key = *key_of_recovery_code(code);
  std::string sloppy;
  for (const auto letter : code) {
    if (letter == '-')
      sloppy += ' ';
    else if (letter == '0')
      sloppy += 'o';
    else if (letter == '1')
      sloppy += 'l';
    else
      sloppy += static_cast<char>(letter >= 'A' ? letter - 'A' + 'a' : letter);
  }
  EXPECT_TRUE(*key_of_recovery_code(sloppy) == key);
  EXPECT_FALSE(key_of_recovery_code(code.substr(0, code.size() - 1)));
  EXPECT_FALSE(key_of_recovery_code(code + "0"));
  EXPECT_FALSE(key_of_recovery_code(""));
  std::swap(sloppy[0], sloppy[1]);
  EXPECT_NE(sloppy[0], sloppy[1]);
  EXPECT_FALSE(key_of_recovery_code(sloppy));
}

// FIPS 180 and RFC 6962's empty tree.
TEST_F(Crypto, DigestOfNothing) {
  EXPECT_EQ(to_hex(sha256(ByteView{})), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256({view_of("a"), view_of("bc")}), sha256(view_of("abc")));
}

}  // namespace
}  // namespace nrm::crypto
