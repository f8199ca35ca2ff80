#include <gtest/gtest.h>

#include <set>

#include "document.hpp"
#include "nrm/crypto/crypto.hpp"
#include "nrm/crypto/shares.hpp"

namespace nrm::crypto {
namespace {

class Shares : public ::testing::Test {
 protected:
  void SetUp() override { initialise(); }
  SeededRandom random{7};
};

// FIPS 197, 4.2 and 4.2.1.
TEST_F(Shares, TheFieldIsThatOfTheStandard) {
  EXPECT_EQ(multiply_in_field(0x57, 0x83), 0xc1);
  EXPECT_EQ(multiply_in_field(0x57, 0x02), 0xae);
  EXPECT_EQ(multiply_in_field(0x57, 0x04), 0x47);
  EXPECT_EQ(multiply_in_field(0x57, 0x08), 0x8e);
  EXPECT_EQ(multiply_in_field(0x57, 0x10), 0x07);
  EXPECT_EQ(multiply_in_field(0x57, 0x13), 0xfe);
}

TEST_F(Shares, TheFieldObeysItsLaws) {
  for (unsigned a = 0; a < 256; ++a) {
    const auto x = static_cast<std::uint8_t>(a);
    EXPECT_EQ(multiply_in_field(x, 1), x);
    EXPECT_EQ(multiply_in_field(x, 0), 0);
    std::set<std::uint8_t> products;
    for (unsigned b = 0; b < 256; ++b) {
      const auto y = static_cast<std::uint8_t>(b);
      EXPECT_EQ(multiply_in_field(x, y), multiply_in_field(y, x));
      products.insert(multiply_in_field(x, y));
    }
    EXPECT_EQ(products.size(), a == 0 ? 1U : 256U) << "nothing but zero divides zero";
  }
}

TEST_F(Shares, AnyTwoGiveTheKeyBackInAnyOrder) {
  for (int round = 0; round < 500; ++round) {
    const auto key = random_key(random);
    const auto shares = split_key(key, random);
    for (std::size_t i = 0; i < shares.size(); ++i) {
      for (std::size_t j = 0; j < shares.size(); ++j) {
        const auto back = combine_shares(shares[i], shares[j]);
        if (i == j) {
          EXPECT_FALSE(back);
        } else {
          ASSERT_TRUE(back);
          EXPECT_EQ(*back, key);
        }
      }
    }
  }
}

// For every secret byte and every point, the share takes each of 256 values for exactly one slope: a share alone says
// nothing about the secret.
TEST_F(Shares, OneShareIsEquallyLikelyForEverySecret) {
  for (std::uint8_t point = 1; point <= kShares; ++point) {
    for (unsigned secret = 0; secret < 256; ++secret) {
      std::set<unsigned> seen;
      for (unsigned slope = 0; slope < 256; ++slope)
        seen.insert(secret ^ multiply_in_field(static_cast<std::uint8_t>(slope), point));
      ASSERT_EQ(seen.size(), 256U);
    }
  }
}

TEST_F(Shares, SharesOfTwoSplitsDoNotCombine) {
  const auto key = random_key(random);
  const auto first = split_key(key, random);
  const auto second = split_key(key, random);
  EXPECT_FALSE(*combine_shares(first[0], second[1]) == key);
}

TEST_F(Shares, AChangedShareGivesAnotherKey) {
  const auto key = random_key(random);
  const auto shares = split_key(key, random);
  for (std::size_t place = 0; place < Key32::kSize; ++place) {
    auto changed = shares[0];
    changed.value.expose_mutable()[place] ^= 1U;
    EXPECT_FALSE(*combine_shares(changed, shares[2]) == key) << place;
  }
}

TEST_F(Shares, APointThatNobodyHasIsRefused) {
  const auto shares = split_key(random_key(random), random);
  for (const auto point : std::array<std::uint8_t, 3>{0, 4, 255}) {
    auto moved = shares[0];
    moved.point = point;
    EXPECT_FALSE(combine_shares(moved, shares[1]));
  }
}

TEST_F(Shares, AreWhatTheDocumentSays) {
  auto known = nrm::testing::read_vectors("custody.md");
  SeededRandom fresh{1};
  const auto shares = split_key(*Key32::copy_of(*from_hex(known["key"])), fresh);
  EXPECT_EQ(to_hex(shares[0].value.expose()), known["share 1"]);
  EXPECT_EQ(to_hex(shares[1].value.expose()), known["share 2"]);
  EXPECT_EQ(to_hex(shares[2].value.expose()), known["share 3"]);
}

}  // namespace
}  // namespace nrm::crypto
