#include "parts.hpp"

#include <gtest/gtest.h>

namespace nrm::referral {
namespace {

casefile::Values two_values() {
  casefile::Values out;
  out.emplace("b.second", Personal<std::string>{"\xF0\x9F\x98\x80 \"quoted\"\r\n"});
  out.emplace("a.first", Personal<std::string>{""});
  return out;
}

class PartsTest : public ::testing::Test {
 protected:
  void SetUp() override { crypto::initialise(); }
  SeededRandom random{7};
  Key32 key = crypto::random_key(random);
  ReferralId id = ReferralId::random(random);
};

TEST_F(PartsTest, values_are_written_as_documented) {
  EXPECT_EQ(to_hex(encode_values({{"a", Personal<std::string>{"xy"}}})),
            "0000000100000001610000000278"
            "79");
}

TEST_F(PartsTest, a_part_gives_back_every_byte) {
  const auto sealed = seal_part(key, id, access::Compartment::health, two_values(), random);
  EXPECT_EQ(open_part(key, id, access::Compartment::health, sealed), two_values());
}

TEST_F(PartsTest, a_part_opens_in_its_own_place_only) {
  auto sealed = seal_part(key, id, access::Compartment::health, two_values(), random);
  EXPECT_FALSE(open_part(key, id, access::Compartment::identity, sealed));
  EXPECT_FALSE(open_part(key, ReferralId::random(random), access::Compartment::health, sealed));
  sealed.back() ^= 1U;
  EXPECT_FALSE(open_part(key, id, access::Compartment::health, sealed));
}

TEST_F(PartsTest, short_values_have_one_length) {
  const auto yes = seal_message(key, id, "m", "Yes.", random);
  const auto no = seal_message(key, id, "m", "No, we are full until Friday.", random);
  EXPECT_EQ(yes.size(), no.size());
  EXPECT_EQ(open_message(key, id, "m", yes), "Yes.");
  EXPECT_FALSE(open_message(key, id, "n", yes));
}

TEST_F(PartsTest, broken_encodings_are_refused) {
  const auto good = encode_values(two_values());
  for (std::size_t cut = 0; cut < good.size(); ++cut)
    EXPECT_FALSE(decode_values(ByteView{good}.first(cut)).has_value()) << cut;
  auto padded = good;
  padded.push_back(1);
  EXPECT_FALSE(decode_values(padded));
}

}  // namespace
}  // namespace nrm::referral
