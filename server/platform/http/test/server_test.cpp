// What answers look like: routing, guards, headers, static files, faults.
#include "nrm/http/server.hpp"

#include "server_fixture.hpp"

namespace nrm::http::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class AnswerTest : public ServerTest {
 protected:
  void SetUp() override { start(); }
};

TEST_F(AnswerTest, a_route_answers_with_its_parameters_and_json) {
  const auto answer = get("/api/v1/things/%D0%B0%20b");
  EXPECT_EQ(status_of(answer), 200);
  EXPECT_THAT(answer, HasSubstr("{\"id\":\"а b\"}"));
  EXPECT_THAT(answer, HasSubstr("Content-Type: application/json"));
}

TEST_F(AnswerTest, every_answer_carries_the_security_headers_and_no_server_name) {
  for (const auto& answer : {get("/api/v1/things/1"), get("/"), get("/assets/app-1a2b.js"), get("/api/none"),
                             post("{}", ""), get("/api/v1/throw"), get("/x?a=1&a=2"), ask("BROKEN\r\n\r\n"),
                             ask("OPTIONS /api/v1/things HTTP/1.1\r\nHost: a\r\n\r\n")}) {
    for (const auto* header :
         {"Content-Security-Policy: default-src 'none'",
          "Strict-Transport-Security: max-age=31536000; includeSubDomains", "X-Content-Type-Options: nosniff",
          "Referrer-Policy: no-referrer", "Cross-Origin-Opener-Policy: same-origin",
          "Cross-Origin-Resource-Policy: same-origin", "Cross-Origin-Embedder-Policy: require-corp",
          "Permissions-Policy: ", "X-Robots-Tag: noindex", "X-Request-Id: ", "Cache-Control: ", "Date: "}) {
      EXPECT_THAT(answer, HasSubstr(std::string{"\r\n"} + header));
    }
    EXPECT_THAT(answer, Not(HasSubstr("\r\nServer:")));
  }
  EXPECT_THAT(get("/"), HasSubstr("require-trusted-types-for 'script'; trusted-types svelte-trusted-html\r\n"));
  EXPECT_THAT(get("/api/v1/things/1"), AllOf(HasSubstr("sandbox\r\n"), HasSubstr("Cache-Control: no-store\r\n")));
}

TEST_F(AnswerTest, unknown_paths_and_methods) {
  EXPECT_EQ(status_of(get("/api/v1/none")), 404);
  EXPECT_EQ(status_of(get("/api/v1/things/")), 404);
  const auto wrong = ask("DELETE /api/v1/things HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(status_of(wrong), 405);
  EXPECT_THAT(wrong, HasSubstr("Allow: POST\r\n"));
  for (const auto* method : {"OPTIONS", "TRACE", "BREW", "CONNECT"}) {
    const auto answer = ask(std::string{method} + " /api/v1/things/1 HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_THAT(answer, HasSubstr("Allow: GET, HEAD\r\n")) << method;
    EXPECT_EQ(status_of(answer), 405) << method;
  }
}

TEST_F(AnswerTest, head_is_get_without_the_body) {
  RawClient fresh{server_->port(), false};
  const auto head = fresh.ask("HEAD /api/v1/things/1 HTTP/1.1\r\nHost: a\r\n\r\n", false);
  EXPECT_THAT(head, AllOf(HasSubstr("200 OK"), HasSubstr("Content-Length: 10\r\n")));
  EXPECT_EQ(status_of(fresh.ask("GET /api/v1/things/1 HTTP/1.1\r\nHost: a\r\n\r\n")), 200);
}

TEST_F(AnswerTest, changing_calls_need_our_header_and_our_origin) {
  const std::string json_type = "Content-Type: application/json\r\n";
  EXPECT_EQ(status_of(post("{}")), 201);
  EXPECT_EQ(status_of(post("{}", json_type)), 403);
  EXPECT_EQ(status_of(post("{}", json_type + "X-NRM: 1\r\nOrigin: http://a\r\nSec-Fetch-Site: same-origin\r\n")), 201);
  EXPECT_EQ(status_of(post("{}", json_type + "X-NRM: 1\r\nOrigin: http://a.evil.example\r\n")), 403);
  EXPECT_EQ(status_of(post("{}", json_type + "X-NRM: 1\r\nOrigin: null\r\n")), 403);
  EXPECT_EQ(status_of(post("{}", json_type + "X-NRM: 1\r\nSec-Fetch-Site: cross-site\r\n")), 403);
  EXPECT_EQ(status_of(post("{}", json_type + "X-NRM: 1\r\nSec-Fetch-Site: same-site\r\n")), 403);
}

TEST_F(AnswerTest, only_json_is_taken_as_a_body) {
  for (const auto* type : {"text/plain", "application/x-www-form-urlencoded", "application/json; charset=utf-16", ""}) {
    EXPECT_EQ(status_of(post("{}", "X-NRM: 1\r\nContent-Type: " + std::string{type} + "\r\n")), 415) << type;
  }
  EXPECT_EQ(status_of(post("{}", "X-NRM: 1\r\n")), 415);
  EXPECT_EQ(status_of(post("{}", "X-NRM: 1\r\nContent-Type: application/json; charset=UTF-8\r\n")), 201);
  EXPECT_EQ(status_of(post("", "X-NRM: 1\r\n")), 201);
}

TEST_F(AnswerTest, a_problem_is_rendered_in_the_language_asked_for) {
  const auto english = get("/api/v1/none");
  EXPECT_THAT(english, AllOf(HasSubstr("Content-Type: application/problem+json"), HasSubstr("Content-Language: en"),
                             HasSubstr(R"({"type":"urn:opennrm:problem:kernel.not-found","title":"There is nothing)"),
                             HasSubstr("\"instance\":\"urn:uuid:")));
  EXPECT_THAT(get("/api/v1/none", "Accept-Language: de, ru-BY;q=0.9, en;q=0.1\r\n"),
              AllOf(HasSubstr("Content-Language: ru"), HasSubstr("Здесь нет ничего")));
}

TEST_F(AnswerTest, a_handler_that_throws_gives_500_with_the_id_and_no_detail) {
  const auto answer = get("/api/v1/throw");
  EXPECT_EQ(status_of(answer), 500);
  EXPECT_THAT(answer, AllOf(HasSubstr("http.internal"), Not(HasSubstr("broken"))));
  const auto id = answer.substr(answer.find("urn:uuid:") + 9, 36);
  EXPECT_THAT(log(), AllOf(HasSubstr(id), HasSubstr("runtime_error: row broken"), Not(HasSubstr("Anna"))));
  EXPECT_EQ(status_of(get("/api/v1/things/1")), 200);
}

TEST_F(AnswerTest, a_header_value_with_a_line_break_never_leaves) {
  const auto answer = get("/api/v1/break-header");
  EXPECT_EQ(status_of(answer), 500);
  EXPECT_THAT(answer, Not(HasSubstr("Set-Cookie")));
}

TEST_F(AnswerTest, requests_that_can_be_read_two_ways_are_refused) {
  const std::string start = "POST /api/v1/things HTTP/1.1\r\nX-NRM: 1\r\nContent-Type: application/json\r\n";
  for (const std::string rest :
       {"Host: a\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\n{}",
        "Host: a\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
        "Host: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        "Host: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "Host: a\r\nContent-Length: +2\r\n\r\n{}", "Host: a\r\nContent-Length: 2, 2\r\n\r\n{}",
        "Host: a\r\nContent-Length : 2\r\n\r\n{}", "Host: a\r\nX: a\r\n folded\r\nContent-Length: 2\r\n\r\n{}",
        "Host: a\r\nX: a\nContent-Length: 2\r\n\r\n{}", "Host: a\r\nHost: b\r\nContent-Length: 2\r\n\r\n{}",
        "Content-Length: 2\r\n\r\n{}", "Host: a\r\n: x\r\n\r\n",
        "Host: a\r\nContent-Length: 99999999999999999999\r\n\r\n"}) {
    RawClient fresh{server_->port(), false};
    EXPECT_EQ(status_of(fresh.ask(start + rest)), 400) << rest;
    EXPECT_TRUE(fresh.is_closed_by_server()) << rest;
  }
  EXPECT_EQ(status_of(ask("GET /api/v1/things/1 HTTP/1.1\nHost: a\n\n")), 400);
  EXPECT_EQ(status_of(ask("GET http://b/ HTTP/1.1\r\nHost: a\r\n\r\n")), 400);
  EXPECT_EQ(status_of(ask(std::string_view{"GET / HTTP/1.1\r\nHost: a\r\nX: \0\r\n\r\n", 33})), 400);
}

TEST_F(AnswerTest, paths_are_decoded_once_and_never_climb) {
  for (const auto* path :
       {"/..", "/a/../b", "/%2e%2e/etc/passwd", "/.%2E/x", "/./x", "/a%2fb", "/a%00b", "/a\\b", "/a%5Cb", "/a%", "/a%4",
        "/a%zz", "/%ff", "//a", "/a%0d%0ab", "/x?a=1&a=2", "/x?a=%00", "/x?%61=1&a=2", "/x?=1"}) {
    EXPECT_EQ(status_of(get(path)), 400) << path;
  }
  EXPECT_THAT(get("/api/v1/things/%252e%252e"), HasSubstr("{\"id\":\"%2e%2e\"}"));
}

TEST_F(AnswerTest, query_cookies_and_address_reach_the_handler) {
  EXPECT_THAT(get("/api/v1/echo?a=1+2&b=%26", "Cookie: x=1; y=a=b\r\nCookie: x=2\r\n"),
              HasSubstr(R"({"language":"en","address":"127.0.0.1","query":{"a":"1 2","b":"&"},)"
                        R"("cookies":{"x":"1","y":"a=b"}})"));
}

TEST_F(AnswerTest, static_files_have_etags_gzip_and_the_index_for_screens) {
  EXPECT_THAT(get("/"), AllOf(HasSubstr("<title>web</title>"), HasSubstr("Cache-Control: no-cache")));
  EXPECT_THAT(get("/cases/BY-7KQ2"), HasSubstr("<title>web</title>"));
  EXPECT_EQ(status_of(get("/none.js")), 404);
  EXPECT_EQ(status_of(ask("PUT /cases HTTP/1.1\r\nHost: a\r\n\r\n")), 405);
  const auto plain = get("/assets/app-1a2b.js");
  EXPECT_THAT(plain, AllOf(HasSubstr("Content-Length: 5000\r\n"), HasSubstr("immutable"),
                           HasSubstr("Content-Type: text/javascript")));
  const auto packed = get("/assets/app-1a2b.js", "Accept-Encoding: br, gzip\r\n");
  EXPECT_THAT(packed, AllOf(HasSubstr("Content-Encoding: gzip"), HasSubstr("Vary: Accept-Encoding")));
  EXPECT_LT(packed.size(), 2'500u);
  EXPECT_THAT(get("/assets/app-1a2b.js", "Accept-Encoding: gzip;q=0\r\n"), HasSubstr("Content-Length: 5000\r\n"));
  const auto tag = plain.substr(plain.find("ETag: ") + 6, 34);
  const auto unchanged = get("/assets/app-1a2b.js", "If-None-Match: W/" + tag + "\r\n");
  EXPECT_EQ(status_of(unchanged), 304);
  EXPECT_THAT(unchanged, Not(HasSubstr("Content-Length")));
}

TEST_F(AnswerTest, requests_sent_ahead_are_answered_in_order) {
  RawClient fresh{server_->port(), false};
  fresh.send("\r\nGET /api/v1/things/1 HTTP/1.1\r\nHost: a\r\n\r\nGET /api/v1/things/2 HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_THAT(fresh.read_answer(), HasSubstr("{\"id\":\"1\"}"));
  EXPECT_THAT(fresh.read_answer(), HasSubstr("{\"id\":\"2\"}"));
}

TEST(ObserverTest, sees_requests_and_answers_and_a_taken_port_is_an_error) {
  ServerOptions options;
  options.port = 0;
  std::atomic<int> seen = 0;
  options.observer = [&](const Request& request, const Response& response) {
    if (request.path == "/x" && response.status == 404 && !response.headers.at("X-Request-Id").empty()) ++seen;
  };
  const auto renderer = [](const Problem& problem, const Request&) { return json(problem.type.http_status, "{}"); };
  Server server{options, {}, renderer};
  server.start();
  RawClient fresh{server.port(), false};
  EXPECT_EQ(status_of(fresh.ask("GET /x HTTP/1.1\r\nHost: a\r\n\r\n")), 404);
  EXPECT_EQ(seen, 1);
  options.port = server.port();
  Server second{options, {}, renderer};
  EXPECT_THROW(second.start(), std::runtime_error);
}

}  // namespace
}  // namespace nrm::http::testing
