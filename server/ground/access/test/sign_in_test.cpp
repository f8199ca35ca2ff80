#include <atomic>
#include <thread>

#include "nrm/access/testing.hpp"

namespace nrm::access::testing {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

class SignInTest : public ::testing::TestWithParam<storage::Kind> {
 protected:
  Result<SignedIn> try_with(const std::string& account, const std::string& password, const std::string& code,
                            const std::string& network = "10.0.0.0/24") {
    return sign_in(world.context(), {account, SecretText{password}, code, network}, "request");
  }
  void fail_times(int times, const std::string& account) {
    for (int i = 0; i < times; ++i) {
      EXPECT_EQ(try_with(account, "not the password of anyone", "000000").error().type, problems::kWrongCredentials);
    }
  }
  Result<Session> resume_with(const SecretText& token) { return resume(world.context(), token.expose(), "request"); }

  World world{{.kind = GetParam()}};
};
NRM_ON_EACH_DATABASE(SignInTest);

TEST_P(SignInTest, V6_3_8_known_and_unknown_accounts_get_the_same_answer) {
  const auto code = world.code_of(world.officer);
  const auto known = try_with("border.officer", "a wrong password of length", code).error();
  const auto unknown = try_with("nobody.at.all", "a wrong password of length", code).error();
  EXPECT_EQ(known.type.slug, unknown.type.slug);
  EXPECT_EQ(known.type.http_status, unknown.type.http_status);
  EXPECT_EQ(known.params, unknown.params);
  EXPECT_EQ(known.fields, unknown.fields);
}

TEST_P(SignInTest, V6_3_8_known_and_unknown_accounts_wait_alike) {
  for (const std::string account : {"border.officer", "nobody.at.all"}) {
    fail_times(5, account);
    const auto sixth = try_with(account, "x", "000000").error();
    EXPECT_EQ(sixth.type, problems::kThrottled);
    EXPECT_EQ(sixth.params.at("retry_after"), "15");
  }
}

TEST_P(SignInTest, V6_3_1_the_delay_doubles_and_ends_at_fifteen_minutes) {
  fail_times(5, "border.officer");
  for (const int wait : {15, 30, 60, 120, 240, 480, 900, 900}) {
    EXPECT_EQ(try_with("border.officer", "x", "0").error().params.at("retry_after"), std::to_string(wait));
    world.clock.advance(seconds{wait});
    fail_times(1, "border.officer");
  }
}

TEST_P(SignInTest, the_delay_outlives_a_restart) {
  fail_times(5, "border.officer");
  world.restart();
  EXPECT_EQ(try_with("border.officer", "x", "000000").error().type, problems::kThrottled);
}

TEST_P(SignInTest, V6_3_1_failures_of_another_network_do_not_lock_the_owner_out) {
  fail_times(5, "border.officer");
  world.clock.advance(seconds{30});
  EXPECT_TRUE(try_with("border.officer", world.officer.password, world.code_of(world.officer), "10.9.9.0/24"));
}

TEST_P(SignInTest, V6_3_1_a_network_that_guesses_at_many_accounts_waits_and_others_do_not) {
  for (int i = 0; i < 100; ++i)
    EXPECT_EQ(try_with("nobody." + std::to_string(i), "x", "0").error().type, problems::kWrongCredentials);
  EXPECT_EQ(try_with("nobody.else", "x", "0").error().params.at("retry_after"), "1");
  EXPECT_TRUE(try_with("border.officer", world.officer.password, world.code_of(world.officer), "10.9.9.0/24"));
  world.clock.advance(std::chrono::hours{25});
  fail_times(1, "nobody.else");
  EXPECT_EQ(world.database->reading([](storage::Reader& reader) {
    return reader.query_one("SELECT COUNT(*) AS n FROM throttle WHERE network <> '10.9.9.0/24'")->integer("n");
  }),
            2);
}

TEST_P(SignInTest, those_who_sign_in_rightly_use_up_nothing_of_their_network) {
  for (int i = 0; i < 120; ++i) {
    world.clock.advance(seconds{30});
    ASSERT_TRUE(try_with("border.officer", world.officer.password, world.code_of(world.officer)));
  }
}

TEST_P(SignInTest, a_success_forgets_the_failures_before_it) {
  world.clock.advance(seconds{30});
  fail_times(4, "border.officer");
  EXPECT_TRUE(try_with("border.officer", world.officer.password, world.code_of(world.officer)));
  fail_times(5, "border.officer");
}

TEST_P(SignInTest, a_code_counts_once) {
  world.clock.advance(seconds{30});
  const auto code = world.code_of(world.officer);
  EXPECT_TRUE(try_with("border.officer", world.officer.password, code));
  EXPECT_EQ(try_with("border.officer", world.officer.password, code).error().type, problems::kWrongCredentials);
}

TEST_P(SignInTest, V6_5_1_of_a_hundred_uses_of_one_code_at_once_exactly_one_is_taken) {
  world.clock.advance(seconds{30});
  const auto code = world.code_of(world.officer);
  std::atomic<int> taken{0};
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 10; ++thread) {
    threads.emplace_back([&, thread] {
      for (int i = 0; i < 10; ++i) {
        const auto network = fmt::format("10.{}.{}.0/24", thread, i);
        try {
          if (try_with("border.officer", world.officer.password, code, network)) ++taken;
        } catch (const storage::DatabaseError&) {  // PostgreSQL gave up re-running: a refusal like another
        }
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(taken, 1);
}

TEST_P(SignInTest, the_account_is_found_in_any_case) {
  world.clock.advance(seconds{30});
  EXPECT_TRUE(try_with("Border.OFFICER", world.officer.password, world.code_of(world.officer)));
}

TEST_P(SignInTest, V6_2_8_a_password_is_taken_as_it_is) {
  world.clock.advance(seconds{30});
  auto other_case = world.officer.password;
  other_case.back() = 'S';
  EXPECT_FALSE(try_with("border.officer", other_case, world.code_of(world.officer)));
}

TEST_P(SignInTest, a_session_outlives_a_restart_and_works_on_a_second_server) {
  const auto token = world.token(world.officer);
  world.restart();
  EXPECT_EQ(resume_with(token).value().member, world.officer.id);

  const auto second = world.database.open_again();
  log::Journal journal{*second, world.clock, world.random};
  storage::Upkeep upkeep{*second, {"session", "throttle", "idempotency", "done_request"}};
  PasswordPool pool;
  const AccessContext other{journal, upkeep, world.secrets, pool, kCheapPassword, "OpenNRM", {}};
  EXPECT_EQ(resume(other, token.expose(), "request").value().member_seed, resume_with(token).value().member_seed);
}

TEST_P(SignInTest, V7_2_1_a_token_changed_in_one_bit_opens_nothing) {
  const auto token = world.token(world.officer);
  const auto bytes = from_base64url(token.expose()).value();
  ASSERT_EQ(bytes.size(), 32U);
  for (std::size_t bit = 0; bit < bytes.size() * 8; bit += 7) {
    auto changed = bytes;
    changed[bit / 8] = static_cast<std::uint8_t>(changed[bit / 8] ^ (1U << (bit % 8)));
    EXPECT_EQ(resume_with(SecretText{to_base64url(changed)}).error().type, problems::kSignedOut);
  }
  EXPECT_TRUE(resume_with(token));
}

TEST_P(SignInTest, V7_3_1_fifteen_idle_minutes_end_a_session) {
  const auto token = world.token(world.officer);
  world.clock.advance(minutes{14});
  EXPECT_TRUE(resume_with(token));
  world.clock.advance(minutes{14});
  EXPECT_TRUE(resume_with(token));
  world.clock.advance(minutes{15});
  EXPECT_EQ(resume_with(token).error().type, problems::kSignedOut);
  EXPECT_TRUE(world.database.query("SELECT id FROM session WHERE member = $m", {{"m", world.officer.id}}).empty());
}

TEST_P(SignInTest, V7_3_2_twelve_hours_end_a_session_however_busy) {
  const auto token = world.sign_in_now(world.officer).token;
  const auto started = world.clock.now();
  while (world.clock.now() + minutes{10} < started + hours{12}) {
    world.clock.advance(minutes{10});
    ASSERT_TRUE(resume_with(token));
  }
  world.clock.set(started + hours{12});
  EXPECT_EQ(resume_with(token).error().type, problems::kSignedOut);
}

TEST_P(SignInTest, the_fourth_session_ends_the_first) {
  const auto first = world.sign_in_now(world.officer).token;
  const auto second = world.sign_in_now(world.officer).token;
  world.sign_in_now(world.officer);
  const auto fourth = world.sign_in_now(world.officer);
  EXPECT_FALSE(resume_with(first));
  EXPECT_TRUE(resume_with(second));
  EXPECT_EQ(must(list_sessions(world.context(), fourth.session)).size(), 3U);
}

TEST_P(SignInTest, V7_4_1_signing_out_ends_that_session_only) {
  const auto one = world.sign_in_now(world.officer);
  const auto other = world.sign_in_now(world.officer);
  must(sign_out(world.context(), one.session));
  EXPECT_FALSE(resume_with(one.token));
  EXPECT_TRUE(resume_with(other.token));
  EXPECT_EQ(sign_out(world.context(), one.session).error().type, problems::kSignedOut);
}

TEST_P(SignInTest, V7_5_2_a_member_ends_her_own_sessions_and_nobody_elses) {
  const auto one = world.sign_in_now(world.officer);
  const auto other = world.sign_in_now(world.officer);
  const auto foreign = world.session(world.border_manager);
  EXPECT_EQ(end_session(world.context(), foreign, one.session.id).error().type, nrm::problems::kNotFound);
  must(end_session(world.context(), other.session, one.session.id));
  EXPECT_FALSE(resume_with(one.token));
}

TEST_P(SignInTest, more_than_eighteen_at_once_are_asked_to_come_back) {
  std::atomic<int> busy{0};
  std::vector<std::thread> threads;
  PasswordPool pool;
  for (int i = 0; i < 40; ++i) {
    threads.emplace_back([&] {
      const auto keys = pool.stretch(SecretText{"x"}, crypto::Salt{}, {8ULL << 20U, 6});
      if (!keys && keys.error().type == problems::kBusy && keys.error().params.contains("retry_after")) ++busy;
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_GT(busy, 0);
  EXPECT_LE(busy, 40 - PasswordPool::kRunning - PasswordPool::kWaiting);
}

TEST(Network, counts_by_prefix) {
  EXPECT_EQ(network_of("192.0.2.17"), "192.0.2.0/24");
  EXPECT_EQ(network_of("2001:db8:1:2ff::1"), "2001:db8:1:200::/56");
}

}  // namespace
}  // namespace nrm::access::testing
