#include <atomic>
#include <thread>

#include "nrm/access/password_policy.hpp"
#include "nrm/access/testing.hpp"

namespace nrm::access::testing {
namespace {

constexpr std::string_view kNewPassword = "amber tram Tuesday 88 fiddle";

class AccountTest : public ::testing::TestWithParam<storage::Kind> {
 protected:
  Result<SecretText> recover_with(const std::string& recovery_code, const std::string& code,
                                  const std::string& network = "10.0.0.0/24") {
    return recover(world.context(),
                   {"border.officer", SecretText{recovery_code}, code, SecretText{std::string{kNewPassword}}, network});
  }

  World world{{.kind = GetParam()}};
};
NRM_ON_EACH_DATABASE(AccountTest);

TEST_P(AccountTest, V7_4_3_V6_2_2_a_changed_password_ends_the_other_sessions_and_keeps_the_keys) {
  const auto other = world.sign_in_now(world.officer);
  const auto session = world.session(world.officer);
  world.clock.advance(std::chrono::seconds{30});
  must(change_password(world.context(), session,
                       {SecretText{world.officer.password}, world.code_of(world.officer),
                        SecretText{std::string{kNewPassword}}, "10.0.0.0/24"}));
  EXPECT_FALSE(resume(world.context(), other.token.expose(), "request"));
  auto renewed = world.officer;
  renewed.password = kNewPassword;
  EXPECT_EQ(world.sign_in_now(renewed).session.member_seed, session.member_seed);
  world.clock.advance(std::chrono::seconds{30});
  EXPECT_FALSE(sign_in(
      world.context(),
      {"border.officer", SecretText{world.officer.password}, world.code_of(world.officer), "10.0.0.0/24"}, "request"));
}

TEST_P(AccountTest, V6_2_3_a_password_changes_only_with_the_present_one_and_a_fresh_code) {
  const auto session = world.sign_in_now(world.officer).session;
  const auto used = world.code_of(world.officer);
  EXPECT_EQ(
      change_password(world.context(), session,
                      {SecretText{world.officer.password}, used, SecretText{std::string{kNewPassword}}, "10.0.0.0/24"})
          .error()
          .type,
      problems::kWrongCredentials);
  world.clock.advance(std::chrono::seconds{30});
  EXPECT_EQ(change_password(world.context(), session,
                            {SecretText{"some other password"}, world.code_of(world.officer),
                             SecretText{std::string{kNewPassword}}, "10.0.0.0/24"})
                .error()
                .type,
            problems::kWrongCredentials);
}

TEST_P(AccountTest, a_recovery_code_gives_back_the_same_keys_and_is_replaced) {
  const auto before = world.session(world.officer);
  world.clock.advance(std::chrono::seconds{30});
  const auto next = must(recover_with(world.officer.recovery_code, world.code_of(world.officer)));
  auto renewed = world.officer;
  renewed.password = kNewPassword;
  EXPECT_EQ(world.sign_in_now(renewed).session.member_seed, before.member_seed);
  world.clock.advance(std::chrono::seconds{30});
  EXPECT_FALSE(recover_with(world.officer.recovery_code, world.code_of(world.officer)));
  EXPECT_TRUE(recover_with(next.expose(), world.code_of(world.officer)));
}

TEST_P(AccountTest, V6_4_3_recovery_needs_the_second_factor_and_a_wrong_one_costs_no_code) {
  EXPECT_EQ(recover_with(world.officer.recovery_code, "000000").error().type, problems::kWrongCredentials);
  world.clock.advance(std::chrono::seconds{30});
  EXPECT_TRUE(recover_with(world.officer.recovery_code, world.code_of(world.officer)));
}

TEST_P(AccountTest, V6_5_1_of_a_hundred_uses_of_one_recovery_code_at_once_exactly_one_is_taken) {
  world.clock.advance(std::chrono::seconds{30});
  const auto code = world.code_of(world.officer);
  std::atomic<int> taken{0};
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 10; ++thread) {
    threads.emplace_back([&, thread] {
      for (int i = 0; i < 10; ++i) {
        try {
          if (recover_with(world.officer.recovery_code, code, fmt::format("10.{}.{}.0/24", thread, i))) ++taken;
        } catch (const storage::DatabaseError&) {
        }
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(taken, 1);
}

TEST(Password, must_be_long_and_may_be_anything_else) {
  const auto fault = [](const std::string& text) {
    return password_fault(SecretText{text}, {"anna.ivanova", "Shelter Nadezhda"});
  };
  EXPECT_EQ(fault("fourteen chars"), "password-too-short");
  EXPECT_EQ(fault("seven small winds of"), std::nullopt);
  EXPECT_EQ(fault("829104773658201947"), std::nullopt);
  EXPECT_EQ(fault("🦔🌧🚋🎻🧵🥣🪁🐌🫖🧭🥾🪴🎐🛶🪵"), std::nullopt);
  EXPECT_EQ(fault("           \t     "), "password-too-short");
  EXPECT_EQ(fault(std::string(256, 'a') + "b"), "too-long");
  std::string longest;
  for (int i = 0; longest.size() < 256; ++i) longest += std::to_string(i * 7919);
  EXPECT_EQ(fault(longest.substr(0, 256)), std::nullopt);
  EXPECT_EQ(fault("broken \xff bytes in here"), "not-utf8");
}

TEST(Password, V6_2_4_V6_2_12_must_not_be_foreseeable) {
  const auto fault = [](const std::string& text) {
    return password_fault(SecretText{text}, {"anna.ivanova", "Shelter Nadezhda"});
  };
  for (const auto* text :
       {"aaaaaaaaaaaaaaaaaa", "abcabcabcabcabcabc", "123456789012345678", "abcdefghijklmnopqrst", "PasswordPassword1",
        "Correct Horse Battery Staple", "qwertyuiopasdfghjkl", "anna.ivanova2018!!", "shelter-nadezhda-1",
        "OpenNRM-password-2018", "парольпарольпароль", "................"}) {
    EXPECT_EQ(fault(text), "password-too-common") << text;
  }
}

}  // namespace
}  // namespace nrm::access::testing
