// Slow, huge, half-open and too many: each is bounded, over plain TCP and over TLS, and others are served meanwhile.
#include "server_fixture.hpp"

namespace nrm::http::testing {
namespace {

using ::testing::HasSubstr;

constexpr std::string_view kGet = "GET /api/v1/things/1 HTTP/1.1\r\nHost: a\r\n\r\n";

class LimitsTest : public ServerTest {
 protected:
  bool tls() const override { return GetParam(); }
  void expect_others_are_served() { EXPECT_EQ(status_of(ask(kGet)), 200); }
};
INSTANTIATE_TEST_SUITE_P(OnEach, LimitsTest, ::testing::Bool(),
                         [](const auto& test) { return test.param ? "tls" : "plain"; });

TEST_P(LimitsTest, a_connection_that_says_nothing_is_closed) {
  start();
  RawClient silent{server_->port(), tls()};
  ASSERT_TRUE(silent.connected());
  expect_others_are_served();
  EXPECT_TRUE(silent.is_closed_by_server());
}

TEST_P(LimitsTest, a_handshake_that_never_comes_is_not_waited_for) {
  start();
  RawClient half_open{server_->port(), tls(), false};
  expect_others_are_served();
  EXPECT_TRUE(half_open.is_closed_by_server());
}

TEST_P(LimitsTest, a_header_sent_in_drips_is_cut_off) {
  start();
  RawClient slow{server_->port(), tls()};
  bool taken = slow.send("GET /api/v1/things/1 HTTP/1.1\r\n");
  for (int i = 0; taken && i < 40; ++i) {
    taken = slow.send("X-A: b\r\n");
    std::this_thread::sleep_for(std::chrono::milliseconds{50});
  }
  EXPECT_TRUE(slow.read_answer().empty());
  expect_others_are_served();
}

TEST_P(LimitsTest, a_body_that_stops_coming_is_cut_off_and_nothing_is_done) {
  start();
  RawClient slow{server_->port(), tls()};
  slow.send(
      "POST /api/v1/things HTTP/1.1\r\nHost: a\r\nX-NRM: 1\r\nContent-Type: application/json\r\nContent-Length: "
      "100\r\n\r\n{");
  expect_others_are_served();
  EXPECT_TRUE(slow.is_closed_by_server());
}

TEST_P(LimitsTest, an_idle_connection_is_closed_after_its_answer) {
  start();
  RawClient idle{server_->port(), tls()};
  EXPECT_EQ(status_of(idle.ask(kGet)), 200);
  EXPECT_TRUE(idle.is_closed_by_server());
}

TEST_P(LimitsTest, a_huge_header_block_is_431) {
  start();
  const auto answer = get("/api/v1/things/1", "X-A: " + std::string(64 * 1024, 'a') + "\r\n");
  EXPECT_EQ(status_of(answer), 431);
  EXPECT_THAT(answer, HasSubstr("application/problem+json"));
}

TEST_P(LimitsTest, a_header_block_without_end_is_431) {
  start();
  RawClient endless{server_->port(), tls()};
  endless.send("GET / HTTP/1.1\r\nX-A: " + std::string(40 * 1024, 'a'));
  EXPECT_EQ(status_of(endless.read_answer()), 431);
}

TEST_P(LimitsTest, a_huge_address_is_414) {
  start();
  EXPECT_EQ(status_of(get("/" + std::string(10 * 1024, 'a'))), 414);
}

TEST_P(LimitsTest, a_body_over_the_routes_limit_is_413_whether_its_size_is_told_or_not) {
  start();
  EXPECT_EQ(status_of(post(std::string(1'001, ' '))), 413);
  RawClient announced{server_->port(), tls()};
  const std::string head = "POST /api/v1/things HTTP/1.1\r\nHost: a\r\nX-NRM: 1\r\nContent-Type: application/json\r\n";
  EXPECT_EQ(status_of(announced.ask(head + "Content-Length: 99999999999\r\n\r\n")), 413);
  RawClient chunked{server_->port(), tls()};
  std::string body = head + "Transfer-Encoding: chunked\r\n\r\n";
  for (int i = 0; i < 200; ++i) body += "64\r\n" + std::string(0x64, ' ') + "\r\n";
  EXPECT_EQ(status_of(chunked.ask(body)), 413);
}

TEST_P(LimitsTest, one_address_holds_only_so_many_connections) {
  auto options = short_options();
  options.max_connections_per_address = 3;
  options.header_timeout = std::chrono::seconds{5};
  start(options);
  std::vector<std::unique_ptr<RawClient>> held;
  for (int i = 0; i < 3; ++i) {
    held.push_back(std::make_unique<RawClient>(server_->port(), tls()));
    EXPECT_EQ(status_of(held.back()->ask(kGet)), 200);
  }
  RawClient one_more{server_->port(), tls()};
  one_more.send(kGet);
  EXPECT_TRUE(one_more.read_answer().empty());
  held.pop_back();
  int freed = 0;
  for (int i = 0; i < 100 && freed != 200; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds{20});
    freed = status_of(ask(kGet));
  }
  EXPECT_EQ(freed, 200);
}

TEST_P(LimitsTest, a_full_queue_is_503_at_once_and_keeps_places_for_those_signed_in) {
  auto options = short_options();
  options.worker_threads = 1;
  options.max_queued_requests = 20;
  start(options);
  constexpr std::string_view gate = "GET /api/v1/gate HTTP/1.1\r\nHost: a\r\n";
  std::vector<std::unique_ptr<RawClient>> waiting;
  const auto send_one = [&](std::string_view more) {
    waiting.push_back(std::make_unique<RawClient>(server_->port(), tls()));
    waiting.back()->send(std::string{gate} + std::string{more} + "\r\n");
  };
  send_one("");
  gate_.wait_for_waiting(1);
  for (int i = 0; i < 20; ++i) send_one("");
  std::string stranger;
  for (int i = 0; i < 100 && status_of(stranger) != 503; ++i) stranger = get("/api/v1/things/1");
  EXPECT_EQ(status_of(stranger), 503);
  EXPECT_THAT(stranger, HasSubstr("Retry-After: "));
  RawClient member{server_->port(), tls()};
  member.send("GET /api/v1/things/1 HTTP/1.1\r\nHost: a\r\nCookie: __Host-nrm=x\r\n\r\n");
  gate_.open();
  EXPECT_EQ(status_of(member.read_answer()), 200);
}

TEST_P(LimitsTest, a_stopping_server_lets_running_requests_finish) {
  start();
  RawClient running{server_->port(), tls()};
  running.send("GET /api/v1/gate HTTP/1.1\r\nHost: a\r\n\r\n");
  gate_.wait_for_waiting(1);
  std::thread stopper{[this] { server_->stop(); }};
  std::this_thread::sleep_for(std::chrono::milliseconds{100});
  gate_.open();
  EXPECT_EQ(status_of(running.read_answer()), 200);
  stopper.join();
}

}  // namespace
}  // namespace nrm::http::testing
