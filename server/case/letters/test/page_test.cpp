#include <gmock/gmock.h>

#include "nrm/access/http_session.hpp"
#include "nrm/http/router.hpp"
#include "nrm/letters/form.hpp"
#include "nrm/letters/routes.hpp"
#include "office.hpp"

namespace nrm::letters {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using testing::Office;

class AnswerPage : public ::testing::Test {
 protected:
  Result<http::Response> ask(http::Method method, const std::string& body = {},
                             std::map<std::string, std::string> headers = {},
                             std::map<std::string, std::string> query = {}) {
    http::Request request;
    request.method = method;
    request.path = kPagePath;
    request.body = body;
    request.headers = std::move(headers);
    request.query = std::move(query);
    request.client_address = "192.0.2.7";
    const http::Router router{letters_routes(office.desk(), access::make_session_resolver(office.world.context()))};
    return router.match(method, std::string{kPagePath}).route->handler(request);
  }
  http::Response get(std::map<std::string, std::string> headers = {}, std::map<std::string, std::string> query = {}) {
    return access::testing::must(ask(http::Method::get, {}, std::move(headers), std::move(query)));
  }
  http::Response post(const std::string& body) { return access::testing::must(ask(http::Method::post, body)); }
  static std::string form(const std::string& reference, const std::string& code, const std::string& rest) {
    return "language=en&reference=" + reference + "&code=" + code + "&" + rest;
  }

  Office office{storage::Kind::sqlite};
};

TEST_F(AnswerPage, it_speaks_the_language_that_is_asked_for_else_the_browsers_else_the_countrys) {
  EXPECT_THAT(get({}, {{"language", "be"}}).body, HasSubstr("<html lang=\"be\" dir=\"ltr\">"));
  EXPECT_THAT(get({{"accept-language", "de, en;q=0.5, ru;q=0.9"}}).body, HasSubstr("lang=\"ru\""));
  EXPECT_THAT(get({{"accept-language", "be-BY"}}).body, HasSubstr("<html lang=\"be\""));
  EXPECT_THAT(get({}, {{"language", "\"><script>"}}).body, Not(HasSubstr("<script")));
  EXPECT_EQ(get().headers.at("Content-Language"), office.world.pack.languages.front());
}

TEST_F(AnswerPage, it_allows_no_script_and_only_its_own_style) {
  const auto page = get();
  EXPECT_THAT(page.body, Not(HasSubstr("<script")));
  EXPECT_THAT(page.body, Not(HasSubstr("style=\"")));
  const auto policy = page.headers.at("Content-Security-Policy");
  EXPECT_THAT(policy, HasSubstr("default-src 'none'; style-src 'sha256-"));
  EXPECT_THAT(policy, Not(HasSubstr("script-src")));
  EXPECT_EQ(page.headers.count("Set-Cookie"), 0U);
}

TEST_F(AnswerPage, whatever_is_wrong_gets_one_same_answer) {
  const auto sent = office.send_one();
  const auto over = office.send_one();
  const auto code = office.new_code(sent.id), old_code = office.new_code(over.id);
  const auto yes = std::string{"answer=accept"};
  ASSERT_EQ(post(form(over.reference, old_code, yes)).status, 200);
  const auto other = office.send_one();
  const auto foreign = office.new_code(other.id);
  const auto wrong = post(form(sent.reference, foreign, yes));
  EXPECT_EQ(wrong.status, 422);
  for (const auto& body : {form("R-0000-0000", code, yes), form("nonsense", code, yes), form(sent.reference, "x", yes),
                           form(over.reference, old_code, yes), form(sent.reference, code, "answer=perhaps"),
                           form(sent.reference, code, "answer=decline"),
                           form(sent.reference, code, "answer=decline&reason=because"), std::string{"language=en&=&&%"},
                           std::string{"language=en"}, form(sent.reference, code, "answer=accept&code=1")}) {
    const auto refused = post(body);
    EXPECT_EQ(refused.status, wrong.status) << body;
    if (body.find("%") == std::string::npos && body.find("code=1") == std::string::npos) {
      EXPECT_EQ(refused.body, wrong.body) << body;
    }
  }
  EXPECT_THAT(wrong.body, Not(HasSubstr(sent.reference))) << "nothing of what was typed comes back";
  EXPECT_EQ(office.seen(sent.id).state, State::sent);
}

TEST_F(AnswerPage, a_decline_brings_its_reason_and_thanks_show_nothing) {
  const auto sent = office.send_one();
  const auto thanks = post(form(sent.reference, office.new_code(sent.id), "answer=decline&reason=no-place"));
  EXPECT_EQ(thanks.status, 200);
  EXPECT_THAT(thanks.body, Not(HasSubstr("<form")));
  EXPECT_THAT(thanks.body, Not(HasSubstr(sent.reference)));
  EXPECT_EQ(office.seen(sent.id).reason_code, "no-place");
}

TEST_F(AnswerPage, a_reason_that_was_looked_at_does_not_spoil_a_yes) {
  const auto sent = office.send_one();
  EXPECT_EQ(post(form(sent.reference, office.new_code(sent.id), "answer=accept&reason=no-place")).status, 200);
  EXPECT_FALSE(office.seen(sent.id).reason_code.has_value());
}

TEST_F(AnswerPage, another_site_cannot_spend_the_tries) {
  const auto sent = office.send_one();
  const auto body = form(sent.reference, office.new_code(sent.id), "answer=accept");
  const std::map<std::string, std::string> host{{"host", "help.example"}};
  for (const auto& [name, value] :
       std::map<std::string, std::string>{{"sec-fetch-site", "cross-site"}, {"origin", "https://evil.example"}}) {
    auto headers = host;
    headers.emplace(name, value);
    const auto refused = ask(http::Method::post, body, headers);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().type.slug, "http.foreign-origin");
  }
  auto own = host;
  own.emplace("origin", "https://help.example");
  own.emplace("sec-fetch-site", "same-origin");
  EXPECT_EQ(access::testing::must(ask(http::Method::post, body, own)).status, 200);
}

TEST(Form, reads_what_a_browser_sends_and_nothing_else) {
  const auto form = parse_form("a=1&b=%D0%BF+x%2B&c=&d");
  ASSERT_TRUE(form);
  EXPECT_EQ(form->at("b"), "п x+");
  EXPECT_EQ(form->at("c"), "");
  EXPECT_EQ(form->at("d"), "");
  EXPECT_TRUE(parse_form("")->empty());
  for (const auto* bad : {"a=%", "a=%4", "a=%zz", "a=%FF", "a=%00", "a=1&a=2", "=1", "a&b&c&d&e&f&g&h&i"})
    EXPECT_FALSE(parse_form(bad)) << bad;
}

}  // namespace
}  // namespace nrm::letters
