// Whoever reads the mail of a whole walk through the API learns nothing: no name, no reference, no word of what the
// instance is for.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>

#include "walk.hpp"

namespace nrm::api {
namespace {

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

TEST(Mail, TellsNobodyAnythingButThatSomethingWaits) {
  Walk walk;
  ASSERT_NO_THROW(walk.go());
  for (int i = 0; i < 6; ++i) walk.world().move_clock_to(walk.world().now() + std::chrono::minutes{11});
  const auto mails = walk.mails();
  const auto waiting = std::ranges::count_if(
      mails, [](const std::string& mail) { return mail.find("Something is waiting for you.") != std::string::npos; });
  EXPECT_GT(waiting, 0) << "nothing of the walk was mailed";

  std::vector<std::string> forbidden{"traffick", "victim", "exploit",  "abuse",  "refer",      "shelter", "police",
                                     "border",   "case",   "person",   "urgent", "court",      "asylum",  "nrm-",
                                     "торговл",  "жертв",  "эксплуат", "дело",   "перенаправ", "приют",   "насили"};
  for (const auto& canary : walk.canaries())
    if (canary.find("address") == std::string::npos) forbidden.push_back(lower(canary));
  for (const auto* query :
       {"SELECT name AS word FROM team", "SELECT name AS word FROM member", "SELECT account AS word FROM member",
        "SELECT reference AS word FROM case_file", "SELECT reference AS word FROM referral"})
    for (const auto& row : walk.world().query(query)) forbidden.push_back(lower(row.text("word")));
  EXPECT_GT(forbidden.size(), 60U);

  for (const auto& mail : mails) {
    EXPECT_NE(mail.find("\r\nSubject: Something is waiting for you\r\n"), std::string::npos) << mail;
    const auto text = lower(mail);
    for (const auto& word : forbidden) EXPECT_EQ(text.find(word), std::string::npos) << word << " in " << mail;
  }
}

}  // namespace
}  // namespace nrm::api
