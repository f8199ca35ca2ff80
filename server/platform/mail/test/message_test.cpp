#include <gtest/gtest.h>

#include "nrm/kernel/bytes.hpp"
#include "nrm/mail/message.hpp"
#include "nrm/mail/smtp.hpp"

namespace nrm::mail {
namespace {

const UtcTime kAt = *parse_rfc3339("2026-11-05T03:04:05Z");

Message letter(std::string subject = "Something is waiting", std::string body = "Hello.\n") {
  return {"0b7c-1", Personal<std::string>{"anna@post.example"}, std::move(subject), std::move(body)};
}
std::string body_of(const std::string& bytes) {
  const auto coded = bytes.substr(bytes.find("\r\n\r\n") + 4);
  std::string all;
  for (const char c : coded)
    if (c != '\r' && c != '\n') all += c;
  return text_of(*from_base64(all));
}

TEST(Message, is_plain_text_to_one) {
  const auto bytes = render(letter(), "notices@nrm.example", kAt);
  EXPECT_NE(bytes.find("Date: Thu, 05 Nov 2026 03:04:05 +0000\r\n"), std::string::npos);
  EXPECT_NE(bytes.find("From: notices@nrm.example\r\nTo: anna@post.example\r\n"), std::string::npos);
  EXPECT_NE(bytes.find("Message-ID: <0b7c-1@nrm.example>\r\nSubject: Something is waiting\r\n"), std::string::npos);
  EXPECT_EQ(body_of(bytes), "Hello.\r\n");
}

TEST(Message, in_any_script_it_is_ascii_with_short_lines) {
  std::string body;
  for (int i = 0; i < 50; ++i) body += "Вас ждёт сообщение. ";
  const std::string subject = "Вас ждёт сообщение, и не одно: посмотрите, когда сможете";
  const auto bytes = render(letter(subject, body), "notices@nrm.example", kAt);
  std::size_t line = 0;
  for (const char c : bytes) {
    EXPECT_LT(static_cast<unsigned char>(c), 0x80);
    line = c == '\n' ? 0 : line + 1;
    EXPECT_LE(line, 79U);
  }
  EXPECT_EQ(body_of(bytes), body);
  std::string decoded;
  for (auto at = bytes.find("=?UTF-8?B?"); at != std::string::npos; at = bytes.find("=?UTF-8?B?", at + 1)) {
    const auto word = text_of(*from_base64(bytes.substr(at + 10, bytes.find("?=", at) - at - 10)));
    EXPECT_NE(static_cast<unsigned char>(word[0]) & 0xc0U, 0x80U) << "a character is cut in two";
    decoded += word;
  }
  EXPECT_EQ(decoded, subject);
}

TEST(Message, nobody_adds_a_header_or_a_recipient) {
  for (const std::string bad :
       {"anna@post.example\r\nBcc: all@post.example", "anna@post.example\nX: y", "anna@post.example, all@post.example",
        "<anna@post.example>", "anna@post.example ", "anna@", "@post.example", "anna", "an na@post.example",
        "a..n@post.example", "anna@post", "anna@-post.example", "\"a b\"@post.example", "анна@post.example", ""}) {
    EXPECT_FALSE(is_address(bad)) << bad;
    auto message = letter();
    message.to = Personal{bad};
    EXPECT_THROW(render(message, "notices@nrm.example", kAt), std::invalid_argument) << bad;
    EXPECT_THROW(render(letter(), bad, kAt), std::invalid_argument) << bad;
  }
  for (const auto& bad :
       std::vector<std::string>{"Hello\r\nBcc: all@post.example", "Hello\nX", "Hello\rX", {"a\0b", 3}})
    EXPECT_THROW(render(letter(bad), "notices@nrm.example", kAt), std::invalid_argument);
  auto message = letter();
  message.id = "1>\r\nBcc: x";
  EXPECT_THROW(render(message, "notices@nrm.example", kAt), std::invalid_argument);
}

TEST(Message, takes_the_addresses_that_people_have) {
  for (const auto* good : {"anna@post.example", "a.b+c_d-e@mail.post.example", "ANNA@POST.EXAMPLE", "1@2.example"})
    EXPECT_TRUE(is_address(good)) << good;
  EXPECT_FALSE(is_address(std::string(65, 'a') + "@post.example"));
  EXPECT_FALSE(is_address("a@" + std::string(64, 'b') + ".example"));
}

TEST(Server, without_tls_mail_goes_to_this_machine_only) {
  Server server;
  server.host = "mail.example";
  server.from = "notices@nrm.example";
  EXPECT_EQ(fault_of(server), "");
  server.security = Security::none;
  EXPECT_NE(fault_of(server), "");
  server.host = "127.0.0.1";
  EXPECT_EQ(fault_of(server), "");
  server.host = "127.0.0.1@evil.example";
  EXPECT_NE(fault_of(server), "");
  server.host = "127.0.0.1";
  server.from = "no address";
  EXPECT_NE(fault_of(server), "");
}

}  // namespace
}  // namespace nrm::mail
