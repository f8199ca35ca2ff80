// What a session's token is made of, and what of it is kept.
#include <gtest/gtest.h>

#include <unordered_set>

#include "nrm/access/testing.hpp"
#include "session_store.hpp"

namespace nrm::access {
namespace {

TEST(SessionToken, V7_2_3_a_million_tokens_of_256_bits_are_all_different) {
  SystemRandom random;
  std::unordered_set<std::string> seen;
  for (int i = 0; i < 1'000'000; ++i) {
    const auto token = make_token(random);
    ASSERT_EQ(token.cookie.expose().size(), 43U) << "256 bits in base64url";
    ASSERT_TRUE(seen.insert(token.cookie.expose()).second) << i;
  }
}

class SessionTokenTest : public ::testing::TestWithParam<storage::Kind> {
 protected:
  testing::World world{{.kind = GetParam()}};
};
NRM_ON_EACH_DATABASE(SessionTokenTest);

TEST_P(SessionTokenTest, V7_2_3_the_database_keeps_a_hash_of_one_half_and_nothing_of_the_other) {
  const auto token = from_base64url(world.token(world.officer).expose());
  ASSERT_TRUE(token);
  const auto holds = [](const Bytes& stored, ByteView part) {
    return std::search(stored.begin(), stored.end(), part.begin(), part.end()) != stored.end();
  };
  for (const auto& row : world.database.query("SELECT lookup, wrapped FROM session"))
    for (const auto* column : {"lookup", "wrapped"}) {
      EXPECT_FALSE(holds(row.blob(column), ByteView{*token}.first(8)));
      EXPECT_FALSE(holds(row.blob(column), ByteView{*token}.subspan(16, 8)));
    }
}

TEST_P(SessionTokenTest, V7_2_4_every_sign_in_gives_a_new_token) {
  const auto first = world.sign_in_now(world.officer).token.expose();
  const auto second = world.sign_in_now(world.officer).token.expose();
  EXPECT_NE(first, second);
}

TEST_P(SessionTokenTest, V6_2_10_a_password_needs_no_change_after_400_days) {
  world.clock.advance(std::chrono::hours{24 * 400});
  EXPECT_NO_THROW(world.sign_in_now(world.officer));
}

TEST_P(SessionTokenTest, V6_5_5_a_code_is_good_for_its_half_minute_and_one_beside_it) {
  const auto try_at = [&](std::chrono::seconds away) {
    world.clock.advance(std::chrono::minutes{20});
    const auto code = crypto::totp_code(world.officer.totp, world.clock.now() + away);
    return sign_in(world.context(), {world.officer.account, SecretText{world.officer.password}, code, "127.0.0.0/24"},
                   "test")
        .has_value();
  };
  EXPECT_TRUE(try_at(std::chrono::seconds{0}));
  EXPECT_TRUE(try_at(std::chrono::seconds{-30}));
  EXPECT_FALSE(try_at(std::chrono::seconds{-90}));
  EXPECT_FALSE(try_at(std::chrono::seconds{90}));
}

TEST_P(SessionTokenTest, V6_3_1_of_a_thousand_guesses_at_one_account_a_hundred_at_most_are_looked_at) {
  int looked_at = 0;
  for (int i = 0; i < 1'000; ++i) {
    const auto tried =
        sign_in(world.context(),
                {world.officer.account, SecretText{"not her password at all"}, "000000", "10.9.9.0/24"}, "test");
    ASSERT_FALSE(tried);
    if (tried.error().type == problems::kWrongCredentials) ++looked_at;
    world.clock.advance(std::chrono::seconds{1});
  }
  EXPECT_LE(looked_at, 100);
  EXPECT_GE(looked_at, 5);
  EXPECT_NO_THROW(world.sign_in_now(world.officer)) << "the owner, from her own network";
}

}  // namespace
}  // namespace nrm::access
