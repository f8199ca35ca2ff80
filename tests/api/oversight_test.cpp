// What the person is told: the account equals what was read, and the copy holds all of hers and nothing of another's.
#include <gtest/gtest.h>

#include <chrono>
#include <random>

#include "nrm/casefile/field.hpp"
#include "walk.hpp"

namespace nrm::api {
namespace {

// date, what, body, roles, compartments, purpose
using Line = std::string;
using Lines = std::map<Line, std::int64_t>;

std::string joined(const json::value& list) {
  std::string out;
  for (const auto& item : list.as_array()) out += (out.empty() ? "" : "+") + json::value_to<std::string>(item);
  return out;
}

Line line_of(const json::value& item) {
  return text_of(item, "date") + " " + text_of(item, "what") + " " + text_of(item, "body") + " " +
         joined(item.at("roles")) + " " + joined(item.at("compartments")) + " " + text_of(item, "purpose");
}

class Oversight : public testing::Test {
 protected:
  std::string open_case() {
    return text_of(walk.must(201, walk.manager, Method::post, "/api/v1/cases", walk.new_case()), "id");
  }
  std::string today() { return to_iso(walk.world().pack().calendar->local_date(walk.world().now())); }
  Lines account_of(const std::string& case_id) {
    Lines out;
    std::string after;
    do {
      const auto page =
          walk.must(200, walk.manager, Method::get, "/api/v1/cases/" + case_id + "/access-account?language=en" + after);
      EXPECT_EQ(page.at("unreadable").as_int64(), 0);
      for (const auto& item : page.at("items").as_array()) out[line_of(item)] += item.at("times").as_int64();
      after = page.at("next").is_null() ? "" : "&after=" + text_of(page, "next");
    } while (!after.empty());
    return out;
  }

  Walk walk;
};

TEST_F(Oversight, TheAccountEqualsTwoHundredRandomReadsExactly) {
  const auto id = open_case();
  const auto basis = text_of(
      walk.must(201, walk.officer, Method::post, "/api/v1/cases/" + id + "/bases", walk.consent_to(walk.shelter)),
      "id");
  const auto referral =
      text_of(walk.must(201, walk.officer, Method::post, "/api/v1/referrals", walk.referral(id, basis)), "id");
  Lines expected;
  ++expected[today() + " sent ngo  casework+whereabouts refer"];
  std::mt19937 draw{20260202};
  const auto pick = [&](const auto& list) { return list[draw() % list.size()]; };
  const std::vector<std::string> purposes{"assist", "protect", "identify", "legal-aid"};
  const std::vector<std::pair<const Account*, std::vector<std::pair<std::string, std::string>>>> readers{
      {&walk.manager, {{"identity", "case-manager"}, {"health", "case-manager"}, {"residence", "case-manager"}}},
      {&walk.officer,
       {{"identity", "first-responder+identifying-officer"},
        {"health", "first-responder"},
        {"justice", "identifying-officer"}}}};
  for (int i = 0; i < 200; ++i) {
    if (i % 37 == 36) walk.world().move_clock_to(walk.world().now() + std::chrono::hours{20});
    const auto purpose = pick(purposes);
    switch (draw() % 6) {
      case 0:
        walk.must(201, walk.provider, Method::post, "/api/v1/referrals/" + referral + "/opening",
                  json::object{{"purpose", purpose}, {"reason", "to help her"}});
        ++expected[today() + " opened-by-receiver ngo service-provider whereabouts+casework " + purpose];
        break;
      case 1:
        walk.must(200, walk.officer, Method::get, "/api/v1/cases/" + id);
        ++expected[today() + " viewed border-service first-responder+identifying-officer whereabouts "];
        break;
      case 2: {
        const auto& [who, kinds] = pick(readers);
        walk.must(201, *who, Method::post, "/api/v1/cases/" + id + "/field-histories",
                  json::object{{"field", "identity.names"}, {"purpose", purpose}, {"reason", "to help her"}});
        ++expected[today() + " opened border-service " + kinds.front().second + " identity " + purpose];
        break;
      }
      case 3:
        walk.must(200, walk.officer, Method::get, "/api/v1/cases/" + id + "/bases/" + basis);
        ++expected[today() + " read-consent border-service first-responder+identifying-officer casework "];
        break;
      default: {
        const auto& [who, kinds] = pick(readers);
        const auto& [kind, roles] = pick(kinds);
        walk.must(201, *who, Method::post, "/api/v1/cases/" + id + "/openings",
                  json::object{{"compartment", kind}, {"purpose", purpose}, {"reason", "to help her"}});
        ++expected[today() + " opened border-service " + roles + " " + kind + " " + purpose];
      }
    }
  }
  EXPECT_EQ(account_of(id), expected);
}

TEST_F(Oversight, TheAccountIsGivenInHerLanguageAndNamesNoStaff) {
  const auto id = open_case();
  walk.must(201, walk.officer, Method::post, "/api/v1/cases/" + id + "/openings",
            json::object{{"compartment", "health"}, {"purpose", "assist"}, {"reason", "to help her"}});
  for (const auto& [language, word] : std::map<std::string, std::string>{
           {"en", "Border service (first responder): opened what is written about you: your health — to help you."},
           {"ru",
            "Пограничная служба (сотрудник первого контакта): открыто то, что о вас записано: ваше здоровье — "
            "чтобы вам помочь."},
           {"be",
            "Пагранічная служба (супрацоўнік першага кантакту): адкрыта тое, што пра вас запісана: ваша "
            "здароўе — каб вам дапамагчы."}}) {
    const auto account =
        walk.must(200, walk.manager, Method::get, "/api/v1/cases/" + id + "/access-account?language=" + language);
    const auto& items = account.at("items").as_array();
    ASSERT_EQ(items.size(), 1U);
    EXPECT_EQ(text_of(items[0], "text"), word);
    EXPECT_EQ(json::serialize(account).find("Officer"), std::string::npos);
    EXPECT_EQ(json::serialize(account).find(walk.officer.member.text()), std::string::npos);
  }
}

// A value of each kind that a canary can stand in.
json::object everything(Walk& walk, std::set<std::string>& hers, std::set<std::string>& anothers) {
  json::object values;
  for (const auto& field : casefile::fields()) {
    if (field.kind != "text") continue;
    const auto word = walk.canary("export");
    (field.third_person ? anothers : hers).insert(word);
    values[std::string{field.name}] = word;
  }
  return values;
}

TEST_F(Oversight, TheCopyHoldsAllOfHersInEveryVersionAndNothingOfAnother) {
  const auto id = open_case();
  std::set<std::string> hers, anothers;
  for (int version = 0; version < 2; ++version) {
    const auto now = walk.must(200, walk.manager, Method::get, "/api/v1/cases/" + id).at("version").as_int64();
    walk.must(200, walk.manager, Method::patch, "/api/v1/cases/" + id + "/values",
              json::object{{"values", everything(walk, hers, anothers)}},
              {{"if-match", "\"" + std::to_string(now) + "\""}});
  }
  ASSERT_GT(hers.size(), 20U);
  ASSERT_GT(anothers.size(), 1U);
  const auto started = std::chrono::steady_clock::now();
  const auto copy = json::serialize(
      walk.must(201, walk.manager, Method::post, "/api/v1/cases/" + id + "/access-exports",
                json::object{{"purpose", "subject-request"}, {"reason", "she asked at the desk"}, {"language", "en"}}));
  EXPECT_LT(std::chrono::steady_clock::now() - started, std::chrono::seconds{60});
  for (const auto& word : hers) EXPECT_NE(copy.find(word), std::string::npos) << word;
  for (const auto& word : anothers) EXPECT_EQ(copy.find(word), std::string::npos) << word;
  EXPECT_NE(copy.find("This is about another person"), std::string::npos);
  std::int64_t given = 0;
  for (const auto& [line, times] : account_of(id))
    if (line.find(" given-to-her ") != std::string::npos) given += times;
  EXPECT_EQ(given, 1);
}

}  // namespace
}  // namespace nrm::api
