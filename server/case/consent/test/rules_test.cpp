#include <gtest/gtest.h>

#include "nrm/consent/record.hpp"

namespace nrm::consent {
namespace {

const TeamId kShelter = *TeamId::parse("0b9f1e0c-6f0e-4e57-9a51-1f8d2f6d7a10");
const MemberId kOfficer = *MemberId::parse("0b9f1e0c-6f0e-4e57-9a51-1f8d2f6d7a11");

Conversation adult_consents() {
  return {.decision = Decision::consent,
          .purpose = "refer",
          .receiver = kShelter,
          .field_groups = {"identity", "needs"},
          .language = "ru",
          .points = {std::begin(pathway::kConsentPoints), std::end(pathway::kConsentPoints)},
          .explained_by = kOfficer,
          .until = parse_iso_date("2018-08-01")};
}
Facts adult() {
  return {.age_class = "adult",
          .text_known = true,
          .text_checked = true,
          .receiver_known = true,
          .today = *parse_iso_date("2018-05-02")};
}
Conversation child_consents() {
  auto said = adult_consents();
  said.spoken_to = SpokenTo::guardian;
  said.child = ChildPart{"best for her to sleep safely tonight", "she wants to go", "A guardian"};
  return said;
}
Facts child() {
  auto facts = adult();
  facts.age_class = "may-be-a-child";
  return facts;
}
std::string faults(const Conversation& said, const Facts& facts) {
  std::string out;
  for (const auto& fault : find_faults(said, facts)) out += (out.empty() ? "" : " ") + fault.pointer + "=" + fault.code;
  return out;
}

TEST(Rules, an_adult_who_was_told_everything_consents) {
  EXPECT_EQ(faults(adult_consents(), adult()), "");
}

TEST(Rules, each_of_the_seven_points_is_needed) {
  for (std::size_t i = 0; i < 7; ++i) {
    auto said = adult_consents();
    said.points.erase(said.points.begin() + static_cast<std::ptrdiff_t>(i));
    EXPECT_EQ(faults(said, adult()), "/points=point-not-told");
  }
}

TEST(Rules, an_unchecked_text_needs_an_interpreter) {
  auto facts = adult();
  facts.text_checked = false;
  auto said = adult_consents();
  EXPECT_EQ(faults(said, facts), "/interpreter/used=interpreter-needed");
  said.interpreter_used = true;
  EXPECT_EQ(faults(said, facts), "");
}

TEST(Rules, consent_ends_within_a_year) {
  auto said = adult_consents();
  for (const auto& [day, expected] : std::map<std::string, std::string>{{"2018-05-02", ""},
                                                                        {"2018-05-01", "/until=out-of-range"},
                                                                        {"2019-05-03", ""},
                                                                        {"2019-05-04", "/until=out-of-range"}}) {
    said.until = parse_iso_date(day);
    EXPECT_EQ(faults(said, adult()), expected) << day;
  }
  said.until.reset();
  EXPECT_EQ(faults(said, adult()), "/until=required");
}

TEST(Rules, purposes_and_receivers_are_known_ones) {
  auto said = adult_consents();
  said.purpose = "immigration-enforcement";
  EXPECT_EQ(faults(said, adult()), "/purpose=not-in-list");
  auto facts = adult();
  facts.receiver_is_own_team = true;
  EXPECT_EQ(faults(adult_consents(), facts), "/receiver_team_id=own-team");
  facts = adult();
  facts.receiver_known = false;
  EXPECT_EQ(faults(adult_consents(), facts), "/receiver_team_id=unknown");
  said = adult_consents();
  said.field_groups = {"everything"};
  EXPECT_EQ(faults(said, adult()), "/field_groups=not-in-list");
}

TEST(Rules, a_child_or_who_may_be_one_needs_her_view_and_somebody_beside_her) {
  EXPECT_EQ(faults(child_consents(), child()), "");
  EXPECT_EQ(faults(adult_consents(), child()), "/child=required");
  auto said = child_consents();
  said.child->own_view = "  ";
  EXPECT_EQ(faults(said, child()), "/child/own_view=required");
  said = child_consents();
  said.child->best_interests_note.clear();
  EXPECT_EQ(faults(said, child()), "/child/best_interests_note=required");
  said = child_consents();
  said.spoken_to = SpokenTo::person;
  EXPECT_EQ(faults(said, child()), "/spoken_to=guardian-needed");
}

TEST(Rules, a_suspected_guardian_is_out_and_a_representative_takes_the_place) {
  auto said = child_consents();
  said.child->representative_suspected = true;
  EXPECT_EQ(faults(said, child()), "/spoken_to=representative-suspected");
  said.spoken_to = SpokenTo::representative;
  EXPECT_EQ(faults(said, child()), "");
}

TEST(Rules, old_enough_by_the_pack_she_consents_herself) {
  auto said = child_consents();
  said.spoken_to = SpokenTo::person;
  said.child->guardian_name.clear();
  auto facts = child();
  facts.own_consent = true;
  EXPECT_EQ(faults(said, facts), "");
}

TEST(Rules, for_an_adult_nobody_else_speaks) {
  auto said = adult_consents();
  said.spoken_to = SpokenTo::guardian;
  EXPECT_EQ(faults(said, adult()), "/spoken_to=contradicts");
}

TEST(Rules, a_refusal_needs_none_of_it) {
  auto said = adult_consents();
  said.decision = Decision::refusal;
  said.points.clear();
  said.until.reset();
  said.field_groups.clear();
  auto facts = adult();
  facts.age_class.clear();
  facts.text_checked = false;
  EXPECT_EQ(faults(said, facts), "");
}

}  // namespace
}  // namespace nrm::consent
