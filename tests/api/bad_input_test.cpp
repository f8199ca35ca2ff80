// Every request of the walk, made faulty in every way just before the good one is sent: refused, the field named,
// nothing changed.
#include <gtest/gtest.h>

#include <fstream>

#include "digest.hpp"
#include "faults.hpp"

namespace nrm::api {
namespace {

bool changes(Method method) {
  return method == Method::post || method == Method::put || method == Method::patch;
}

std::string name_of(const Call& call) {
  return std::string{http::name_of(call.method)} + " " + call.path;
}

class BadInput : public testing::Test {
 protected:
  http::Response send(const Call& call, const std::string& body, const World::Headers& headers) {
    auto response = walk.world().call_with_token(call.token, call.method, call.path, body, headers);
    refusals() << json::serialize(json::object{{"method", http::name_of(call.method)},
                                               {"pattern", walk.pattern_of(call.method, call.path)},
                                               {"path", call.path},
                                               {"status", response.status},
                                               {"content_type", response.content_type},
                                               {"response_body", response.body}})
               << '\n';
    return response;
  }

  static void expect_refused(const http::Response& response, const std::string& pointer) {
    EXPECT_TRUE(response.status >= 400 && response.status < 500) << response.status << " " << response.body;
    ASSERT_EQ(response.content_type, "application/problem+json; charset=utf-8");
    if (pointer.empty()) return;
    const auto problem = json::parse(response.body).as_object();
    const auto* errors = problem.if_contains("errors");
    ASSERT_NE(errors, nullptr) << response.body;
    bool named = false;
    for (const auto& error : errors->as_array()) {
      const auto found = text_of(error, "pointer");
      named = named || (!found.empty() && (pointer + "/").starts_with(found + "/"));
    }
    EXPECT_TRUE(named) << pointer << " is not named: " << response.body;
  }

  void expect_unchanged(const std::function<void()>& work, const std::set<std::string>& except = {}) {
    const auto before = digest_of(walk.world());
    work();
    const auto now = digest_of(walk.world());
    for (const auto& [table, digest] : before) {
      if (except.contains(table)) continue;
      EXPECT_EQ(now.at(table), digest) << table << " has changed";
    }
  }

  // A new key of a member or team ends her sessions: what she asked by them she cannot ask again.
  bool has_ended(const std::string& token) {
    return walk.world().call_with_token(token, Method::get, "/api/v1/session").status == 401;
  }

  Walk walk;

 private:
  // One file of one run of this program.
  static std::ofstream& refusals() {
    static std::ofstream file{NRM_BINARY_DIR "/refusals.jsonl", std::ios::trunc};
    return file;
  }
};

TEST_F(BadInput, V1_3_3_V1_5_2_V2_2_1_EveryFaultyRequestIsRefusedNamesItsFieldAndChangesNothing) {
  std::size_t sent = 0;
  walk.before = [&](Call& call) {
    if (!changes(call.method) || call.raw) return;
    expect_unchanged([&] {
      for (const auto& faulty : faulty_copies(call, walk.pattern_of(call.method, call.path))) {
        SCOPED_TRACE(name_of(call) + ": " + faulty.what);
        expect_refused(send(call, faulty.body, call.headers), faulty.pointer);
        ++sent;
      }
    });
  };
  ASSERT_NO_THROW(walk.go());
  EXPECT_GT(sent, 500U);
}

TEST_F(BadInput, AStaleOrMissingVersionIsRefused) {
  walk.before = [&](Call& call) {
    if (!call.headers.contains("if-match")) return;
    expect_unchanged([&] {
      for (const auto* wrong : {"\"0\"", "\"999\"", "\"-1\""}) {
        const auto response = send(call, call.text(), {{"if-match", wrong}});
        EXPECT_EQ(response.status, 412) << response.body;
      }
      expect_refused(send(call, call.text(), {}), "header:If-Match");
      expect_refused(send(call, call.text(), {{"if-match", "W/\"one\""}}), "header:If-Match");
    });
  };
  ASSERT_NO_THROW(walk.go());
}

TEST_F(BadInput, ARepeatedKeyDoesNothingTwiceAndIsRefusedForAnotherBody) {
  std::size_t keys = 0, repeated = 0;
  walk.before = [&](Call& call) {
    if (call.method == Method::post && !call.token.empty())
      call.headers["idempotency-key"] = "key-" + std::to_string(++keys);
  };
  walk.after = [&](const Call& call, const http::Response& response) {
    // 200 answers a question: asking again is harmless and is not remembered.
    if (!call.headers.contains("idempotency-key") || response.status == 200 || has_ended(call.token)) return;
    ++repeated;
    SCOPED_TRACE(name_of(call));
    // Shown again, a referral counts as looked at and a case's key as used.
    std::set<std::string> looked_at{"notice", "case_key_use"};
    // Whoever took a case over looks at it for the first time, which wraps the keys that were boxed to her team.
    if (call.path.starts_with("/api/v1/handovers/") && call.path.ends_with("/acceptance")) looked_at.insert("key_seal");
    expect_unchanged(
        [&] {
          // Rendered anew from its Location, so not held to the description of the first answer.
          const auto again =
              walk.world().call_with_token(call.token, call.method, call.path, call.text(), call.headers);
          EXPECT_EQ(again.status, response.status) << again.body;
          EXPECT_EQ(again.headers.count("Idempotency-Replayed"), 1U);
          const auto other = send(call, R"({"another":"body"})", call.headers);
          EXPECT_EQ(other.status, 422) << other.body;
          EXPECT_NE(other.body.find("http.idempotency-mismatch"), std::string::npos);
        },
        looked_at);
  };
  ASSERT_NO_THROW(walk.go());
  EXPECT_GT(repeated, 60U);
}

TEST_F(BadInput, AKeyThatIsNoneIsRefused) {
  const Call call{walk.world().token_of(walk.officer), Method::post, "/api/v1/cases", walk.new_case(), {}};
  expect_unchanged([&] {
    for (const auto& key : {std::string{}, std::string(129, 'k'), std::string{"two words"}, std::string{"\xD0\xBA"}})
      expect_refused(send(call, call.text(), {{"idempotency-key", key}}), "header:Idempotency-Key");
  });
}

}  // namespace
}  // namespace nrm::api
