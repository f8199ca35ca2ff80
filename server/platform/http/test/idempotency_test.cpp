// A request that is sent again is not done again.
#include "nrm/http/idempotency.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "nrm/http/json.hpp"

namespace nrm::http {
namespace {

class Memory final : public IdempotencyStore {
 public:
  std::optional<std::string> account_of(const Request& request) override {
    return request.cookies.contains("who") ? std::optional{request.cookies.at("who")} : std::nullopt;
  }
  std::string hash(std::string_view text) override { return std::string{text}; }
  Result<std::optional<RememberedRequest>> begin(const IdempotencyKey& key, const std::string& hash,
                                                 const std::string& /*request_id*/) override {
    if (full) return fail(nrm::problems::kUnavailable);
    const auto [at, fresh] = known.emplace(key.account + "/" + key.key, RememberedRequest{hash});
    return fresh ? std::optional<RememberedRequest>{} : std::optional{at->second};
  }
  void finish(const IdempotencyKey& key, int status, const std::string& location) override {
    auto& one = known.at(key.account + "/" + key.key);
    one.status = status;
    one.location = location;
  }
  void forget(const IdempotencyKey& key) override { known.erase(key.account + "/" + key.key); }
  void abandon(const IdempotencyKey& key) override {
    if (!known.at(key.account + "/" + key.key).took_effect) forget(key);
  }

  bool full = false;
  std::map<std::string, RememberedRequest> known;
};

class Idempotency : public ::testing::Test {
 protected:
  std::shared_ptr<Memory> store = std::make_shared<Memory>();
  int done = 0;
  bool refuse = false;
  bool breaks = false;
  std::vector<Route> routes = with_idempotency(
      {{Method::post, "/things",
        [this](const Request&) -> Result<Response> {
          if (breaks) throw std::runtime_error{"broken"};
          if (refuse) return fail(nrm::problems::kInvalid);
          return created("/things/" + std::to_string(++done), "{}");
        }},
       {Method::post,
        "/looks",
        [this](const Request&) -> Result<Response> {
          ++done;
          return json(200, "{}");
        },
        {},
        true},
       {Method::get, "/things/{id}",
        [](const Request& request) -> Result<Response> { return json(200, request.path_params.at("id")); }}},
      store);

  Result<Response> send(const std::string& body, const std::string& key = "k", const std::string& who = "anna",
                        std::size_t route = 0) {
    Request request;
    request.method = Method::post;
    request.path = routes.at(route).pattern;
    request.body = body;
    if (!key.empty()) request.headers["idempotency-key"] = key;
    if (!who.empty()) request.cookies["who"] = who;
    return routes.at(route).handler(request);
  }
};

TEST_F(Idempotency, the_same_request_again_is_answered_and_not_done) {
  EXPECT_EQ(send("{}")->headers.at("Location"), "/things/1");
  const auto again = send("{}");
  EXPECT_EQ(again->status, 201);
  EXPECT_EQ(again->headers.at("Location"), "/things/1");
  EXPECT_EQ(again->headers.at("Idempotency-Replayed"), "true");
  EXPECT_EQ(again->body, "1");  // as GET of it shows it today
  EXPECT_EQ(done, 1);
}

TEST_F(Idempotency, the_same_key_with_another_body_is_refused) {
  ASSERT_TRUE(send("{}"));
  EXPECT_EQ(send("{ }").error().type, problems::kIdempotencyMismatch);
  EXPECT_EQ(done, 1);
}

TEST_F(Idempotency, a_key_is_its_accounts_own) {
  ASSERT_TRUE(send("{}"));
  EXPECT_EQ(send("{}", "k", "boris")->headers.at("Location"), "/things/2");
}

TEST_F(Idempotency, what_was_refused_may_be_sent_again_under_its_key) {
  refuse = true;
  ASSERT_FALSE(send("{}"));
  refuse = false;
  EXPECT_EQ(send("{}")->headers.at("Location"), "/things/1");
}

TEST_F(Idempotency, what_began_and_never_ended_is_a_conflict) {
  ASSERT_TRUE(send("{}"));
  for (auto& [key, one] : store->known) one.status = 0;
  EXPECT_EQ(send("{}").error().type, nrm::problems::kConflict);
  EXPECT_EQ(done, 1);
}

TEST_F(Idempotency, what_was_done_and_never_answered_says_so) {
  ASSERT_TRUE(send("{}"));
  for (auto& [key, one] : store->known) one = {one.request_hash, 0, {}, true};
  EXPECT_EQ(send("{}").error().type, problems::kAnswerLost);
  EXPECT_EQ(done, 1);
}

TEST_F(Idempotency, what_broke_before_anything_was_done_may_be_sent_again_under_its_key) {
  breaks = true;
  EXPECT_THROW(send("{}"), std::runtime_error);
  breaks = false;
  EXPECT_EQ(send("{}")->headers.at("Location"), "/things/1");
}

TEST_F(Idempotency, where_no_key_can_be_noted_nothing_is_done_but_looking_goes_on) {
  store->full = true;
  EXPECT_EQ(send("{}").error().type, nrm::problems::kUnavailable);
  EXPECT_EQ(done, 0);
  EXPECT_EQ(send("{}", "k", "anna", 1)->status, 200);
  EXPECT_EQ(done, 1);
}

TEST_F(Idempotency, a_key_that_is_none_names_its_header) {
  for (const auto& key : {std::string(129, 'k'), std::string{"a b"}, std::string{"\xD0\xB0"}})
    EXPECT_EQ(send("{}", key).error().fields.at(0).pointer, "header:Idempotency-Key");
  EXPECT_EQ(done, 0);
}

}  // namespace
}  // namespace nrm::http
