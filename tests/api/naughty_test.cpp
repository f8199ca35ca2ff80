// The 515 strings that break software, byte for byte through every kind of free text and through our own files.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "nrm/access/accounts.hpp"
#include "nrm/htcds/htcds.hpp"
#include "nrm/kernel/text.hpp"
#include "walk.hpp"

namespace nrm::api {
namespace {

std::vector<std::string> naughty_strings() {
  std::ifstream in{NRM_SOURCE_DIR "/tests/data/naughty-strings/blns.json"};
  const std::string text{std::istreambuf_iterator<char>{in}, {}};
  return json::value_to<std::vector<std::string>>(json::parse(text));
}

bool is_blank(const std::string& text) {
  return text.find_first_not_of(' ') == std::string::npos;
}

class Naughty : public testing::Test {
 protected:
  void SetUp() override { ASSERT_EQ(strings.size(), 515U); }

  http::Response open_case(const std::string& text) {
    json::object values{
        {"identity.names", json::array{json::object{{"name", text}, {"kind", "as-written"}}}},
        {"casework.summary", text},
        {"whereabouts.safe-contact", json::object{{"how", text}, {"when", text}, {"never", json::array{text}}}}};
    return walk.world().call(walk.manager, Method::post, "/api/v1/cases",
                             json::serialize(json::object{{"values", values}}));
  }

  json::value opened(const std::string& id, const char* compartment) {
    return walk
        .must(201, walk.manager, Method::post, "/api/v1/cases/" + id + "/openings",
              json::object{{"compartment", compartment}, {"purpose", "assist"}, {"reason", "to read it back"}})
        .at("values");
  }

  void expect_as_written(const std::string& id, const std::string& text) {
    const auto name = opened(id, "identity").at("identity.names").at("value").at(0);
    EXPECT_EQ(text_of(name, "name"), text);
    EXPECT_EQ(text_of(opened(id, "casework").at("casework.summary"), "value"), text);
    const auto contact = opened(id, "whereabouts").at("whereabouts.safe-contact").at("value");
    EXPECT_EQ(text_of(contact, "how"), text);
    EXPECT_EQ(text_of(contact, "when"), text);
    EXPECT_EQ(json::value_to<std::string>(contact.at("never").at(0)), text);
  }

  access::Session session_of(const Account& who) {
    return *access::resume(walk.world().instance().access(), walk.world().token_of(who), "test");
  }

  Walk walk;
  const std::vector<std::string> strings = naughty_strings();
};

// Field and value of each line of our own file, in order; which case it was is another matter.
std::multiset<std::string> values_of(const std::string& lines) {
  std::multiset<std::string> out;
  std::istringstream in{lines};
  for (std::string line; std::getline(in, line);)
    out.insert(text_of(json::parse(line), "field") + "=" + text_of(json::parse(line), "value"));
  return out;
}

TEST_F(Naughty, SealedFieldsAndOurOwnFilesGiveBackWhatWasWritten) {
  for (const auto& text : strings) {
    SCOPED_TRACE(text);
    // Nobody opens so many cases within a day.
    walk.world().clock().advance(std::chrono::minutes{8});
    const auto response = open_case(text);
    if (text.empty()) {
      // A name must say something; nothing else of the list is refused.
      EXPECT_EQ(response.status, 422);
      EXPECT_NE(response.body.find("/values/identity.names/0/name"), std::string::npos) << response.body;
      continue;
    }
    ASSERT_EQ(response.status, 201) << response.body;
    expect_as_written(text_of(json::parse(response.body), "id"), text);
  }
  auto& journal = walk.world().instance().journal();
  const auto exported = htcds::export_cases(journal, session_of(walk.manager));
  ASSERT_TRUE(exported);
  const auto report =
      htcds::import_cases(journal, session_of(walk.shelter_manager), walk.world().instance().pack(), exported->text);
  ASSERT_TRUE(report);
  EXPECT_EQ(report->imported, strings.size() - 1);
  EXPECT_EQ(report->refused, 0U);
  const auto again = htcds::export_cases(journal, session_of(walk.shelter_manager));
  ASSERT_TRUE(again);
  EXPECT_EQ(values_of(again->text), values_of(exported->text));
}

TEST_F(Naughty, TheLineOfAReferralGivesBackWhatWasAsked) {
  constexpr std::size_t kAtOnce = 100;
  for (std::size_t start = 0; start < strings.size(); start += kAtOnce) {
    const auto path = "/api/v1/referrals/" + walk.send_referral();
    std::multiset<std::string> asked, read;
    for (std::size_t i = start; i < std::min(start + kAtOnce, strings.size()); ++i) {
      const auto response = walk.world().call(walk.provider, Method::post, path + "/questions",
                                              json::serialize(json::object{{"text", strings[i]}}));
      EXPECT_EQ(response.status, is_blank(strings[i]) ? 422 : 201) << strings[i] << " " << response.body;
      if (is_blank(strings[i]))
        EXPECT_NE(response.body.find("\"/text\""), std::string::npos) << response.body;
      else
        asked.insert(strings[i]);
    }
    const auto referral = walk.must(200, walk.officer, Method::get, path);
    for (const auto& line : referral.at("line").as_array())
      if (text_of(line.at("from_team"), "id") == walk.shelter) read.insert(text_of(line, "text"));
    EXPECT_EQ(read, asked);
  }
}

TEST_F(Naughty, NamesOfTeamsAreShownAsTheyWereGiven) {
  const auto organisation = text_of(walk.must(201, walk.administrator, Method::post, "/api/v1/organisations",
                                              json::object{{"code", "naughty"}, {"name", "Names"}, {"kind", "ngo"}}),
                                    "id");
  std::multiset<std::string> given, shown;
  for (const auto& text : strings) {
    const json::object team{{"organisation_id", organisation},
                            {"name", text},
                            {"kind", "protection"},
                            {"services", json::array{"shelter"}}};
    const auto response = walk.world().call(walk.administrator, Method::post, "/api/v1/teams", json::serialize(team));
    if (response.status == 201) {
      given.insert(text);
      continue;
    }
    // A name is a line of at most 200 letters.
    EXPECT_TRUE(is_blank(text) || count_code_points(text) > 200) << text << " " << response.body;
    EXPECT_NE(response.body.find("\"/name\""), std::string::npos) << response.body;
  }
  std::string next;
  do {
    const auto page = walk.must(200, walk.officer, Method::get, "/api/v1/teams?limit=50" + next);
    for (const auto& team : page.at("items").as_array())
      if (text_of(team, "organisation_id") == organisation) shown.insert(text_of(team, "name"));
    next = page.at("next").is_null() ? "" : "&after=" + text_of(page, "next");
  } while (!next.empty());
  EXPECT_EQ(shown, given);
  EXPECT_GE(given.size(), strings.size() - 7);
}

}  // namespace
}  // namespace nrm::api
