#include "nrm/casefile/redaction.hpp"

#include <gtest/gtest.h>

namespace nrm::casefile {
namespace {

std::string redacted(std::string_view field, std::string_view value) {
  return without_third_persons(*find_field(field), value, "another");
}
bool free_text(std::string_view field, std::string_view value) {
  return is_free_text(*find_field(field), value);
}

TEST(Redaction, TakesTheMembersThatNameAnotherPersonAndNoOthers) {
  EXPECT_EQ(redacted("identity.documents",
                     R"([{"kind":"passport","state":"held-by-another","held_by":"Uncle Petr","number":"\"7"},)"
                     R"({"kind":"visa","state":"lost","held_by":""}])"),
            R"([{"held_by":"another","kind":"passport","number":"\"7","state":"held-by-another"},)"
            R"({"held_by":"","kind":"visa","state":"lost"}])");
  EXPECT_EQ(
      redacted("whereabouts.safe-contact", R"({"how":"by text","never":["Ivan","his mother"],"no_messages":false})"),
      R"({"how":"by text","never":["another"],"no_messages":false})");
}

TEST(Redaction, LeavesEverythingElseByteForByte) {
  constexpr std::string_view kNames = R"([ {"kind":"family", "name":"\u041e"} ])";
  EXPECT_EQ(redacted("identity.names", kNames), kNames);
  EXPECT_EQ(redacted("casework.summary", "held_by: Petr"), "held_by: Petr");
  EXPECT_EQ(redacted("identity.documents", "a passport, written before there was a form"),
            "a passport, written before there was a form");
}

TEST(Redaction, OnlyTextsAreMarkedForASentenceStandsInTheirPlace) {
  for (const auto& shape : shapes())
    for (const auto& member : shape.members)
      if (member.third_person) {
        EXPECT_TRUE(member.kind == "text" || member.kind == "texts") << shape.name << "." << member.name;
      }
}

TEST(Redaction, AFormWithWordsInItIsFreeText) {
  EXPECT_TRUE(free_text("casework.summary", "a story"));
  EXPECT_TRUE(free_text("casework.events", R"([{"kind":"recruitment","what":"Petr came"}])"));
  EXPECT_TRUE(free_text("whereabouts.safe-contact", R"({"how":"through her sister"})"));
  EXPECT_TRUE(free_text("casework.languages", "Russian, says her sister")) << "older than its shape";
  EXPECT_FALSE(free_text("casework.languages", R"([{"language":"ru"}])"));
  EXPECT_FALSE(free_text("identity.birth-date", R"({"value":"1999","basis":"stated"})"));
  EXPECT_FALSE(free_text("whereabouts.phone", "+375 29 0000000"));
  EXPECT_FALSE(free_text("identity.sex", "female"));
}

}  // namespace
}  // namespace nrm::casefile
