// The outbox and its courier against a real SMTP server.
#include <gtest/gtest.h>

#include <thread>

#include "nrm/mail/courier.hpp"
#include "nrm/mail/testing.hpp"
#include "nrm/storage/testing.hpp"

namespace nrm::mail {
namespace {

const UtcTime kStart = *parse_rfc3339("2026-11-26T03:00:00Z");

class CourierTest : public ::testing::TestWithParam<storage::Kind> {
 protected:
  CourierTest() { database.migrate({schema()}); }

  Route route() {
    return {[](const Letter& letter) -> std::optional<Message> {
              if (letter.kind == "unwanted") return std::nullopt;
              return Message{letter.id, Personal{letter.subject + "@post.example"}, "Something is waiting", "Hello.\n"};
            },
            [this](const Message& message) { return send(server, message, clock.now()); },
            [this](const Letter&, const Message& message) { refused.push_back(message.to.reveal()); },
            [this](std::string_view what) { alarms.emplace_back(what); }};
  }
  void put_one(const std::string& id, const std::string& subject, const std::string& kind = "waiting") {
    storage::Upkeep{database.get(), {"mail_outbox"}}.write([&](storage::Writer& writer) {
      put(writer, {id, kind, subject, clock.now()});
      return true;
    });
  }
  std::int64_t left() { return database.query("SELECT count(*) AS n FROM mail_outbox").at(0).integer("n"); }

  storage::testing::TestDatabase database{GetParam()};
  ManualClock clock{kStart};
  testing::SmtpServer post;
  Server server = post.settings();
  std::vector<std::string> refused, alarms;
};
NRM_ON_EACH_DATABASE(CourierTest);

TEST_P(CourierTest, what_is_put_goes_once) {
  Courier courier{database.get(), clock, route()}, another{database.get(), clock, route()};
  put_one("letter-1", "anna");
  put_one("letter-1", "anna");
  put_one("letter-2", "olga");
  EXPECT_EQ(courier.run_due() + another.run_due(), 2);
  EXPECT_EQ(courier.run_due(), 0);
  ASSERT_EQ(post.mails().size(), 2U);
  EXPECT_NE(post.mails()[0].find(R"("to": ["anna@post.example"])"), std::string::npos);
  EXPECT_EQ(left(), 0);
}

TEST_P(CourierTest, waits_for_a_server_that_is_down_and_sends_when_it_is_back) {
  Courier courier{database.get(), clock, route()};
  post.stop();
  put_one("letter-1", "anna");
  put_one("letter-2", "olga");
  EXPECT_EQ(courier.run_due(), 0);
  EXPECT_EQ(left(), 2);
  post.start();
  EXPECT_EQ(courier.run_due(), 1) << "the first waits its half minute, the second was not tried";
  clock.advance(std::chrono::seconds{30});
  EXPECT_EQ(courier.run_due(), 1);
  EXPECT_EQ(post.mails().size(), 2U);
  EXPECT_TRUE(alarms.empty());
}

TEST_P(CourierTest, a_recipient_who_does_not_exist_is_reported_once) {
  Courier courier{database.get(), clock, route()};
  put_one("letter-1", "nobody");
  put_one("letter-2", "anna");
  EXPECT_EQ(courier.run_due(), 1);
  EXPECT_EQ(refused, std::vector<std::string>{"nobody@post.example"});
  EXPECT_EQ(left(), 0);
}

TEST_P(CourierTest, what_the_server_may_take_later_is_tried_later_and_given_up_after_three_days) {
  Courier courier{database.get(), clock, route()};
  put_one("letter-1", "later");
  int tries = 0;
  for (; left() > 0 && tries < 200; ++tries) {
    EXPECT_EQ(courier.run_due(), 0);
    clock.advance(std::chrono::minutes{30});
  }
  EXPECT_GT(tries, 100);
  EXPECT_TRUE(refused.empty());
  ASSERT_EQ(alarms.size(), 2U);
  for (const auto& alarm : alarms) EXPECT_EQ(alarm.find("post.example"), std::string::npos) << alarm;
  EXPECT_GE(clock.now() - kStart, std::chrono::hours{72});
}

TEST_P(CourierTest, a_servers_rule_says_nothing_of_the_recipient) {
  Courier courier{database.get(), clock, route()};
  put_one("letter-1", "forbidden");
  for (int tries = 0; tries < 6; ++tries) {
    EXPECT_EQ(courier.run_due(), 0);
    clock.advance(std::chrono::hours{1});
  }
  EXPECT_TRUE(refused.empty());
  EXPECT_EQ(left(), 1);
  EXPECT_EQ(alarms.size(), 1U) << "the operator can set it right";
}

TEST_P(CourierTest, a_letter_that_is_not_wanted_any_more_is_dropped) {
  Courier courier{database.get(), clock, route()};
  put_one("letter-1", "anna", "unwanted");
  courier.run_due();
  EXPECT_EQ(left(), 0);
  EXPECT_TRUE(post.mails().empty());
}

TEST_P(CourierTest, a_machine_that_died_with_a_letter_in_hand_delays_it) {
  Courier courier{database.get(), clock, route()};
  put_one("letter-1", "anna");
  storage::Upkeep{database.get(), {"mail_outbox"}}.write([&](storage::Writer& writer) {
    return writer.run("UPDATE mail_outbox SET lease_until = $until",
                      {{"until", clock.now() + std::chrono::minutes{5}}}) == 1;
  });
  EXPECT_EQ(courier.run_due(), 0);
  clock.advance(std::chrono::minutes{5});
  EXPECT_EQ(courier.run_due(), 1);
}

TEST_P(CourierTest, on_its_own_thread_it_sends_what_comes) {
  Courier courier{database.get(), clock, route()};
  courier.start();
  put_one("letter-1", "anna");
  for (int i = 0; i < 100 && left() > 0; ++i) std::this_thread::sleep_for(std::chrono::milliseconds{50});
  courier.stop();
  EXPECT_EQ(post.mails().size(), 1U);
}

Message letter() {
  return {"letter-1", Personal<std::string>{"anna@post.example"}, "Something is waiting", "Hello.\n"};
}

TEST(Smtp, signs_in_under_tls_from_the_first_byte_and_by_starttls) {
  for (const auto* tls : {"tls", "starttls"}) {
    const testing::SmtpServer post{{.tls = tls, .user = "nrm", .password = "correct horse"}};
    const auto report = send(post.settings(), letter(), kStart);
    EXPECT_EQ(report.outcome, Outcome::sent) << tls << report.why;
    ASSERT_EQ(post.mails().size(), 1U);
    EXPECT_NE(post.mails()[0].find(R"("tls": true, "user": "nrm")"), std::string::npos) << post.mails()[0];
  }
}

TEST(Smtp, sends_nothing_to_a_server_whose_certificate_is_of_nobody_it_trusts) {
  const testing::SmtpServer post{{.tls = "starttls", .user = "nrm", .password = "correct horse"}};
  auto server = post.settings();
  server.authorities = "/etc/ssl/certs/ca-certificates.crt";
  EXPECT_EQ(send(server, letter(), kStart).outcome, Outcome::failed);
  EXPECT_TRUE(post.mails().empty());
}

TEST(Smtp, sends_nothing_in_the_clear_where_tls_is_wanted) {
  const testing::SmtpServer post;
  auto server = post.settings();
  server.security = Security::starttls;
  EXPECT_EQ(send(server, letter(), kStart).outcome, Outcome::failed);
  EXPECT_TRUE(post.mails().empty());
}

TEST(Smtp, a_wrong_password_is_no_fault_of_the_recipient_and_is_not_told) {
  const testing::SmtpServer post{{.tls = "starttls", .user = "nrm", .password = "correct horse"}};
  auto server = post.settings();
  server.password = SecretText{"wrong-battery"};
  const auto report = send(server, letter(), kStart);
  EXPECT_EQ(report.outcome, Outcome::failed);
  for (const auto* secret : {"wrong-battery", "nrm", "anna", "127.0.0.1"})
    EXPECT_EQ(report.why.find(secret), std::string::npos) << report.why;
}

}  // namespace
}  // namespace nrm::mail
