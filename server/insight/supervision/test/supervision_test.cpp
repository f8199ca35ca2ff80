// Figures from the real tables, for those who may see them.
#include "nrm/supervision/supervision.hpp"

#include <gtest/gtest.h>

#include <filesystem>

#include "nrm/access/testing.hpp"
#include "nrm/casefile/case.hpp"
#include "nrm/letters/desk.hpp"
#include "nrm/referral/referral.hpp"

namespace nrm::supervision {
namespace {

using access::testing::must;
using access::testing::Person;

pathway::Pack belarus() {
  auto pack = pathway::load_pack(std::filesystem::path{NRM_SOURCE_DIR} / "packs" / "by");
  if (!pack) throw std::logic_error{"the pack of Belarus does not load"};
  return std::move(*pack);
}

class SupervisionTest : public ::testing::TestWithParam<storage::Kind> {
 protected:
  access::testing::World world{
      {.kind = GetParam(), .schemas = {casefile::schema(), referral::schema(), letters::schema()}, .pack = belarus()}};
  Person coordinator = world.new_person(world.border, {access::Role::coordinator}, "border.coordinator");
  Desk desk{world.journal(), world.pack};
  const Period quarter{*parse_iso_date("2018-01-01"), *parse_iso_date("2018-03-31")};
  int made = 0;

  // Sent on a day of the quarter to that team; answered after so many hours, or not at all.
  std::string sent(const TeamId& to, int day, std::optional<int> answered_after, const std::string& origin = {}) {
    const auto at = *parse_rfc3339("2018-01-01T09:00:00Z") + std::chrono::hours{24 * day};
    const auto id = ReferralId::random(world.random).text();
    std::optional<UtcTime> answered;
    if (answered_after) answered = at + std::chrono::hours{*answered_after};
    world.database.run(
        "INSERT INTO referral (id, reference, from_team, to_team, need, urgent, state, version, sent_at, seen_at, "
        "answered_at, clock_rule, warn_at, due_at, do_not_contact, origin) VALUES ($id, $reference, $from, $to, "
        "'shelter', 0, $state, 1, $at, $answered, $answered, 'referral-answer', $at, $due, 0, $origin)",
        {{"id", id},
         {"reference", "BY-" + std::to_string(++made)},
         {"from", world.border.team},
         {"to", to},
         {"state", answered ? "accepted" : "sent"},
         {"at", at},
         {"answered", answered},
         {"due", at + std::chrono::hours{48}},
         {"origin", origin.empty() ? std::nullopt : std::optional{origin}}});
    return id;
  }
  View seen(const Person& person, Grouping grouping = Grouping::body) {
    return must(view(desk, world.session(person), quarter, grouping));
  }
  std::string refusal(const Person& person, const Period& period) {
    const auto answer = view(desk, world.session(person), period, Grouping::body);
    if (answer) return "granted";
    return std::string{answer.error().type.slug} +
           (answer.error().fields.empty() ? "" : " " + answer.error().fields[0].code);
  }
};
NRM_ON_EACH_DATABASE(SupervisionTest);

TEST_P(SupervisionTest, ABodySeesItsOwnExactlyAndNobodyElses) {
  for (int i = 0; i < 3; ++i) sent(world.shelter.team, i, 10 + i);
  sent(world.shelter.team, 5, std::nullopt);
  const auto own = seen(world.shelter_manager);
  EXPECT_FALSE(own.visible.has_value());
  EXPECT_EQ(own.figures.total.asked, 4);
  EXPECT_EQ(own.figures.total.in_time, 3);
  EXPECT_EQ(own.figures.total.late, 1);
  EXPECT_EQ(own.figures.total.median.time, 11 * 60);
  EXPECT_EQ(own.names.at(0).names.at(""), "Shelter");
  EXPECT_EQ(seen(world.border_manager).figures.total.asked, 0);
}

TEST_P(SupervisionTest, WhoeverCoordinatesSeesAllBodiesAndNoSmallGroup) {
  for (int i = 0; i < 12; ++i) sent(world.shelter.team, i, 10);
  for (int i = 0; i < 15; ++i) sent(world.border.team, i, 60);
  const auto all = seen(coordinator);
  ASSERT_TRUE(all.visible.has_value());
  EXPECT_EQ(all.figures.total.asked, 27);
  EXPECT_EQ(all.visible->groups.size(), 2U);
  const auto other = world.new_body("test-other", "Other", {"protection"}, {"shelter"});
  sent(other.team, 3, 4);
  const auto with_small = seen(coordinator);
  EXPECT_FALSE(with_small.visible->groups.contains(other.organisation.text()));
  EXPECT_EQ(with_small.visible->groups.size(), 1U);
}

TEST_P(SupervisionTest, AStandInIsAQuestionOfItsOwnAndTheSameWayThroughTheFunnel) {
  const auto first = sent(world.border.team, 1, std::nullopt);
  sent(world.shelter.team, 3, 5, first);
  const auto all = seen(coordinator);
  EXPECT_EQ(all.figures.total.asked, 2);
  EXPECT_EQ(all.figures.funnel[0].referrals, 1);
  EXPECT_EQ(all.figures.funnel[2].referrals, 1);
  // To the shelter it is a question like any other.
  EXPECT_EQ(seen(world.shelter_manager).figures.funnel[0].referrals, 1);
}

TEST_P(SupervisionTest, StandInsAreFollowedForAYearAfterThePeriod) {
  world.clock.set(*parse_rfc3339("2020-01-01T00:00:00Z"));
  const auto first = sent(world.border.team, 1, std::nullopt);
  sent(world.shelter.team, 500, 5, first);
  EXPECT_EQ(seen(coordinator).figures.funnel[2].referrals, 0);
  sent(world.shelter.team, 400, 5, first);
  EXPECT_EQ(seen(coordinator).figures.funnel[2].referrals, 1);
  EXPECT_EQ(seen(coordinator).figures.total.asked, 1);
}

TEST_P(SupervisionTest, WhatNobodyWasAskedIsInNoFigure) {
  sent(world.shelter.team, 1, 5);
  world.database.run("UPDATE referral SET asked = 0");
  EXPECT_EQ(seen(coordinator).figures.total.asked, 0);
}

TEST_P(SupervisionTest, ALetterThatWasTakenBackWaitedUntilThen) {
  const auto sent_at = *parse_rfc3339("2018-02-01T09:00:00Z");
  const auto taken_back = sent_at + std::chrono::hours{30};
  world.database.run(
      "INSERT INTO letter (id, reference, from_team, need, agreed, state, version, sent_at, sent_by, due_at, copies, "
      "reason_code, unread, ended_at) VALUES ($id, 'R-1', $from, 'shelter', 'person', 'recalled', 2, $at, 'm', $due, "
      "1, 'other', 0, $ended)",
      {{"id", ReferralId::random(world.random)},
       {"from", world.border.team},
       {"at", sent_at},
       {"due", sent_at + std::chrono::hours{24 * 14}},
       {"ended", taken_back}});
  const auto facts = world.database->reading([&](storage::Reader& reader) {
    return read_facts(reader, sent_at - std::chrono::hours{1}, sent_at + std::chrono::hours{1});
  });
  ASSERT_EQ(facts.size(), 1U);
  EXPECT_EQ(facts[0].ended_at, taken_back);
  EXPECT_FALSE(facts[0].answered_at);
  EXPECT_EQ(seen(coordinator).figures.total.cut_off, 1);
}

TEST_P(SupervisionTest, DaysAreThoseOfTheCountry) {
  // 22:30 UTC of the last day of March is April in Minsk.
  sent(world.shelter.team, 0, 5);
  world.database.run("UPDATE referral SET sent_at = $at", {{"at", *parse_rfc3339("2018-03-31T22:30:00Z")}});
  EXPECT_EQ(seen(coordinator).figures.total.asked, 0);
  world.database.run("UPDATE referral SET sent_at = $at", {{"at", *parse_rfc3339("2018-03-31T20:30:00Z")}});
  EXPECT_EQ(seen(coordinator).figures.total.asked, 1);
}

TEST_P(SupervisionTest, WhoeverCoordinatesAsksForWholeQuartersAndYears) {
  const auto day = [](const char* text) { return *parse_iso_date(text); };
  EXPECT_EQ(refusal(coordinator, {day("2018-01-01"), day("2018-12-31")}), "granted");
  EXPECT_EQ(refusal(coordinator, {day("2018-04-01"), day("2018-06-30")}), "granted");
  EXPECT_EQ(refusal(coordinator, {day("2018-02-01"), day("2018-04-30")}), "kernel.invalid not-a-quarter-or-year");
  EXPECT_EQ(refusal(coordinator, {day("2018-01-01"), day("2018-03-30")}), "kernel.invalid not-a-quarter-or-year");
  EXPECT_EQ(refusal(world.shelter_manager, {day("2018-02-05"), day("2018-02-11")}), "granted");
  EXPECT_EQ(refusal(world.shelter_manager, {day("2018-02-05"), day("2018-02-04")}), "kernel.invalid contradicts");
  EXPECT_EQ(refusal(world.shelter_manager, {day("2015-01-01"), day("2018-02-04")}), "kernel.invalid too-long-a-time");
  EXPECT_EQ(refusal(world.officer, {day("2018-02-05"), day("2018-02-11")}), "kernel.not-found");
}

}  // namespace
}  // namespace nrm::supervision
