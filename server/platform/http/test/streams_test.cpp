// Bodies that stream: taken and given in pieces, with every protection on, and never whole in memory.
#include <unistd.h>

#include "server_fixture.hpp"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define NRM_SANITIZED
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define NRM_SANITIZED
#endif
#endif
#ifdef NRM_SANITIZED
// Of the sanitizer's own library; not every compiler brings a header that says so.
extern "C" std::size_t __sanitizer_get_current_allocated_bytes();
#endif

namespace nrm::http::testing {
namespace {

using ::testing::HasSubstr;

constexpr std::size_t kMost = 50 * 1024 * 1024;
constexpr ProblemType kRefused{"kernel.conflict", 409};

// What the process holds. A sanitizer keeps freed memory back, so there its own count of what is allocated is asked.
std::size_t resident_bytes() {
#ifdef NRM_SANITIZED
  return __sanitizer_get_current_allocated_bytes();
#else
  std::ifstream in{"/proc/self/statm"};
  std::size_t all = 0, resident = 0;
  in >> all >> resident;
  return resident * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
#endif
}

char letter_at(std::size_t place) {
  return static_cast<char>('a' + place % 23);
}
std::string letters(std::size_t from, std::size_t size) {
  std::string out(size, ' ');
  for (std::size_t i = 0; i < size; ++i) out[i] = letter_at(from + i);
  return out;
}

// What the sinks of one test saw.
struct Seen {
  std::atomic<int> opened = 0, finished = 0, abandoned = 0, alive = 0;
  std::atomic<std::size_t> taken = 0, longest = 0, peak = 0;
  std::atomic<bool> in_order = true;
};

class CountingSink final : public BodySink {
 public:
  CountingSink(Seen& seen, std::string mode) : seen_{seen}, mode_{std::move(mode)} { ++seen_.alive; }
  ~CountingSink() override { --seen_.alive; }
  Result<void> take(std::string_view piece) override {
    if (mode_ == "throw") throw std::runtime_error{"broken (name)=(Anna)"};
    if (mode_ == "refuse" && size_ > 0) return fail(kRefused);
    if (mode_ == "slow") std::this_thread::sleep_for(std::chrono::milliseconds{100});
    for (std::size_t i = 0; i < piece.size(); ++i)
      if (piece[i] != letter_at(size_ + i)) seen_.in_order = false;
    size_ += piece.size();
    seen_.taken += piece.size();
    seen_.longest = std::max(seen_.longest.load(), piece.size());
    if (size_ % (4 * 1024 * 1024) == 0) seen_.peak = std::max(seen_.peak.load(), resident_bytes());
    return {};
  }
  Result<Response> finish() override {
    ++seen_.finished;
    return created("/api/v1/streams/1", "{\"size\":" + std::to_string(size_) + "}");
  }
  void abandon() override { ++seen_.abandoned; }

 private:
  Seen& seen_;
  const std::string mode_;
  std::size_t size_ = 0;
};

class LetterSource final : public BodySource {
 public:
  LetterSource(std::size_t size, std::size_t breaks_at) : size_{size}, breaks_at_{breaks_at} {}
  std::uint64_t size() const override { return size_; }
  Result<std::string> next() override {
    if (at_ >= breaks_at_) return fail(kRefused);
    auto out = letters(at_, std::min(kStreamPieceBytes, size_ - at_));
    at_ += out.size();
    return out;
  }

 private:
  const std::size_t size_, breaks_at_;
  std::size_t at_ = 0;
};

class StreamsTest : public ServerTest {
 protected:
  bool tls() const override { return GetParam(); }

  std::vector<Route> routes() override {
    auto all = ServerTest::routes();
    all.push_back(receiving(Method::put, "/api/v1/streams/{mode}",
                            [this](const Request& request) -> Result<std::shared_ptr<BodySink>> {
                              const auto& mode = request.path_params.at("mode");
                              if (mode == "closed") return fail(nrm::problems::kNotFound);
                              ++seen.opened;
                              return std::make_shared<CountingSink>(seen, mode);
                            },
                            {kMost, "application/octet-stream"}));
    all.push_back({Method::get, "/api/v1/streams/{size}", [](const Request& request) -> Result<Response> {
                     const auto size = std::stoul(request.path_params.at("size"));
                     const auto breaks = request.query.contains("breaks") ? size / 2 : size;
                     Response response;
                     response.content_type = "application/octet-stream";
                     response.source = std::make_shared<LetterSource>(size, breaks);
                     return response;
                   }});
    return all;
  }

  static std::string head(const std::string& mode, const std::string& more) {
    return "PUT /api/v1/streams/" + mode +
           " HTTP/1.1\r\nHost: a\r\nX-NRM: 1\r\nContent-Type: application/octet-stream\r\n" + more + "\r\n";
  }
  static std::string with_length(const std::string& mode, std::size_t size, const std::string& more = "") {
    return head(mode, more + "Content-Length: " + std::to_string(size) + "\r\n");
  }
  bool eventually(const std::function<bool()>& holds) {
    for (int i = 0; i < 400 && !holds(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds{10});
    return holds();
  }
  void expect_others_are_served() { EXPECT_EQ(status_of(get("/api/v1/things/1")), 200); }

  Seen seen;
};
INSTANTIATE_TEST_SUITE_P(OnEach, StreamsTest, ::testing::Bool(),
                         [](const auto& test) { return test.param ? "tls" : "plain"; });

TEST_P(StreamsTest, fifty_mebibytes_go_up_and_down_and_memory_stays_as_it_was) {
  start();
  expect_others_are_served();
  const auto before = resident_bytes();
  RawClient up = client();
  up.send(with_length("count", kMost));
  for (std::size_t sent = 0; sent < kMost; sent += kStreamPieceBytes)
    ASSERT_TRUE(up.send(letters(sent, kStreamPieceBytes)));
  const auto answer = up.read_answer();
  EXPECT_EQ(status_of(answer), 201);
  EXPECT_THAT(answer, HasSubstr("{\"size\":52428800}"));
  EXPECT_TRUE(seen.in_order);
  EXPECT_EQ(seen.longest, kStreamPieceBytes);
  EXPECT_LT(seen.peak, before + 8 * 1024 * 1024);

  RawClient down = client();
  down.send("GET /api/v1/streams/" + std::to_string(kMost) + " HTTP/1.1\r\nHost: a\r\n\r\n");
  std::size_t received = 0, peak = 0;
  bool in_order = true;
  EXPECT_THAT(down.read_head(), HasSubstr("Content-Length: 52428800\r\n"));
  while (received < kMost) {
    const auto some = down.read_some();
    ASSERT_FALSE(some.empty());
    for (std::size_t i = 0; i < some.size(); ++i) in_order = in_order && some[i] == letter_at(received + i);
    received += some.size();
    if (received % 1024 == 0) peak = std::max(peak, resident_bytes());
  }
  EXPECT_EQ(received, kMost);
  EXPECT_TRUE(in_order);
  EXPECT_LT(peak, before + 8 * 1024 * 1024);
}

TEST_P(StreamsTest, a_body_in_chunks_streams_too_and_is_held_to_the_limit) {
  start();
  RawClient good = client();
  std::string body = head("count", "Transfer-Encoding: chunked\r\n");
  for (std::size_t at = 0; at < 200'000; at += 1'000) body += "3e8\r\n" + letters(at, 1'000) + "\r\n";
  EXPECT_THAT(good.ask(body + "0\r\n\r\n"), HasSubstr("{\"size\":200000}"));
  EXPECT_TRUE(seen.in_order);
  RawClient endless = client();
  endless.send(head("count", "Transfer-Encoding: chunked\r\n"));
  const auto chunk = "10000\r\n" + std::string(0x10000, 'a') + "\r\n";
  for (int i = 0; i < 900 && endless.send(chunk); ++i) {
  }
  EXPECT_EQ(seen.finished, 1);
  EXPECT_TRUE(eventually([&] { return seen.abandoned == 1 && seen.alive == 0; }));
  EXPECT_LE(seen.taken, kMost + 200'000);
}

TEST_P(StreamsTest, a_body_that_is_too_large_is_413_before_any_of_it_is_read) {
  start();
  RawClient large = client();
  EXPECT_EQ(status_of(large.ask(with_length("count", kMost + 1))), 413);
  EXPECT_EQ(seen.opened, 0);
}

TEST_P(StreamsTest, who_is_refused_is_told_before_the_body_is_sent) {
  start();
  RawClient refused = client();
  EXPECT_EQ(status_of(refused.ask(with_length("closed", 1'000'000, "Expect: 100-continue\r\n"))), 404);
  RawClient asked = client();
  EXPECT_EQ(status_of(asked.ask(with_length("count", 5, "Expect: 100-continue\r\n"), false)), 100);
  EXPECT_EQ(status_of(asked.ask("abcde")), 201);
}

TEST_P(StreamsTest, a_body_of_another_kind_or_from_another_site_is_refused_unread) {
  start();
  const std::string line = "PUT /api/v1/streams/count HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n";
  EXPECT_EQ(status_of(ask(line + "X-NRM: 1\r\nContent-Type: text/html\r\n\r\nabcde")), 415);
  EXPECT_EQ(status_of(ask(line + "Content-Type: application/octet-stream\r\n\r\nabcde")), 403);
  EXPECT_EQ(seen.opened, 0);
}

TEST_P(StreamsTest, a_body_that_stops_coming_is_cut_off_and_what_was_begun_is_given_up) {
  start();
  RawClient slow = client();
  slow.send(with_length("count", 1'000'000) + letters(0, kStreamPieceBytes + 500));
  expect_others_are_served();
  EXPECT_TRUE(slow.is_closed_by_server());
  EXPECT_TRUE(eventually([&] { return seen.abandoned == 1 && seen.alive == 0; }));
  EXPECT_EQ(seen.finished, 0);
}

TEST_P(StreamsTest, a_body_in_drips_below_the_least_rate_is_cut_off) {
  start();
  RawClient slow = client();
  bool taken = slow.send(with_length("count", 1'000));
  for (int i = 0; taken && i < 60; ++i) {
    taken = slow.send("a");
    std::this_thread::sleep_for(std::chrono::milliseconds{30});
  }
  EXPECT_TRUE(slow.read_answer().empty());
  EXPECT_EQ(seen.finished, 0);
  expect_others_are_served();
}

TEST_P(StreamsTest, a_client_that_goes_away_in_the_middle_leaves_nothing_behind) {
  start();
  {
    RawClient gone = client();
    gone.send(with_length("count", 1'000'000) + letters(0, 200'000));
    EXPECT_TRUE(eventually([&] { return seen.taken > 0; }));
  }
  EXPECT_TRUE(eventually([&] { return seen.abandoned == 1 && seen.alive == 0; }));
  EXPECT_EQ(seen.finished, 0);
}

TEST_P(StreamsTest, a_refusal_in_the_middle_ends_the_request_and_the_connection) {
  start();
  RawClient refused = client();
  refused.send(with_length("refuse", 1'000'000) + letters(0, 300'000));
  EXPECT_EQ(status_of(refused.read_answer()), 409);
  EXPECT_TRUE(refused.is_closed_by_server());
  EXPECT_TRUE(eventually([&] { return seen.abandoned == 1 && seen.alive == 0; }));
}

TEST_P(StreamsTest, a_fault_in_a_sink_is_a_500_without_its_text_and_the_server_lives) {
  start();
  RawClient broken = client();
  const auto answer = broken.ask(with_length("throw", 5) + "abcde");
  EXPECT_EQ(status_of(answer), 500);
  EXPECT_THAT(answer, ::testing::Not(HasSubstr("Anna")));
  EXPECT_THAT(log(), ::testing::Not(HasSubstr("Anna")));
  expect_others_are_served();
}

TEST_P(StreamsTest, a_longer_body_than_said_is_another_request_and_two_in_a_row_are_two) {
  start();
  RawClient longer = client();
  EXPECT_EQ(status_of(longer.ask(with_length("count", 5) + "abcdeXXXX\r\n\r\n")), 201);
  EXPECT_EQ(status_of(longer.read_answer()), 400);
  EXPECT_TRUE(longer.is_closed_by_server());
  RawClient twice = client();
  const auto one = with_length("count", 70'000) + letters(0, 70'000);
  twice.send(one + one);
  EXPECT_THAT(twice.read_answer(), HasSubstr("{\"size\":70000}"));
  EXPECT_THAT(twice.read_answer(), HasSubstr("{\"size\":70000}"));
  EXPECT_TRUE(seen.in_order);
}

TEST_P(StreamsTest, no_body_is_an_empty_one) {
  start();
  EXPECT_THAT(ask(with_length("count", 0)), HasSubstr("{\"size\":0}"));
}

TEST_P(StreamsTest, while_a_piece_is_worked_on_the_next_is_not_read) {
  start();
  RawClient fast = client();
  fast.send(with_length("slow", 2'000'000));
  const auto began = std::chrono::steady_clock::now();
  fast.send(letters(0, 2'000'000));
  EXPECT_EQ(status_of(fast.read_answer()), 201);
  EXPECT_GE(std::chrono::steady_clock::now() - began, std::chrono::milliseconds{3'000});
  EXPECT_TRUE(seen.in_order);
}

TEST_P(StreamsTest, a_head_of_a_streamed_answer_has_its_length_and_no_body) {
  start();
  RawClient asking = client();
  const auto head = asking.ask("HEAD /api/v1/streams/70000 HTTP/1.1\r\nHost: a\r\n\r\n", false);
  EXPECT_THAT(head, HasSubstr("Content-Length: 70000\r\n"));
  EXPECT_EQ(status_of(asking.ask("GET /api/v1/things/1 HTTP/1.1\r\nHost: a\r\n\r\n")), 200);
}

TEST_P(StreamsTest, an_answer_that_breaks_in_the_middle_is_cut_never_ended_well) {
  start();
  RawClient asking = client();
  asking.send("GET /api/v1/streams/1000000?breaks=1 HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_TRUE(asking.read_answer().empty());
  expect_others_are_served();
}

TEST_P(StreamsTest, only_so_many_bodies_stream_at_once_and_slow_ones_hold_up_nobody_else) {
  auto options = short_options();
  options.body_timeout = std::chrono::seconds{20};
  options.max_connections_per_address = 200;
  start(options);
  std::vector<std::unique_ptr<RawClient>> slow;
  for (int i = 0; i < 64; ++i) {
    slow.push_back(std::make_unique<RawClient>(server_->port(), tls()));
    slow.back()->send(with_length("count", 1'000'000) + "abc");
  }
  EXPECT_TRUE(eventually([&] { return seen.opened == 64; }));
  const auto began = std::chrono::steady_clock::now();
  expect_others_are_served();
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds{1});
  RawClient one_more = client();
  const auto answer = one_more.ask(with_length("count", 5) + "abcde");
  EXPECT_EQ(status_of(answer), 503);
  EXPECT_THAT(answer, HasSubstr("Retry-After: "));
  slow.clear();
  EXPECT_TRUE(eventually([&] { return seen.abandoned == 64; }));
  EXPECT_EQ(status_of(ask(with_length("count", 5) + "abcde")), 201);
}

}  // namespace
}  // namespace nrm::http::testing
