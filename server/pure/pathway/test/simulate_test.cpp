// Caseloads replayed, against due times counted by hand from the published days of Belarus: 28 April 2018 (a Saturday)
// is worked for Monday 30 April; 13 May 2024 (a Monday) is off for Saturday 18 May; 14 May 2024 is Radunitsa.
#include <gmock/gmock.h>

#include "broken_pack.hpp"
#include "nrm/pathway/simulate.hpp"

namespace nrm::pathway {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const Pack& by() {
  static const Pack pack = std::move(load_pack(pack_by()).value());
  return pack;
}
UtcTime at(std::string_view text) {
  return *parse_rfc3339(text);
}

std::vector<CaseMoment> caseload(const std::string& rows) {
  auto read = read_caseload("caseload.csv", "case,moment,at,state\n" + rows);
  if (!read) throw std::logic_error{describe(read.error())};
  return std::move(*read);
}
std::string text_of(const SimulatedClock& clock) {
  return clock.case_number + " " + clock.rule + " " + (clock.due ? to_rfc3339(*clock.due) : "-") + " " +
         std::string{name_of(clock.outcome)};
}
std::vector<std::string> texts_of(const Simulation& simulation) {
  std::vector<std::string> out;
  for (const auto& clock : simulation.clocks) out.push_back(text_of(clock));
  return out;
}
std::vector<std::string> replay(const std::string& rows, std::optional<UtcTime> until = {}) {
  return texts_of(simulate(by(), caseload(rows), until));
}

TEST(Simulation, AnswersAcrossTheMayHolidaysOf2018And2024) {
  // 28 April, 2 and 3 May 2018; then Friday 4 and Monday 7 May for the first contact.
  EXPECT_THAT(
      replay("1,referral.sent,2018-04-27T09:00:00Z,\n"
             "1,referral.accepted,2018-05-03T20:59:59Z,\n"
             "1,referral.contacted,2018-05-07T21:00:00Z,\n"
             // Sent after midnight in Minsk, so on Saturday 28 April: 2, 3 and 4 May.
             "2,referral.sent,2018-04-27T21:00:00Z,\n"
             "2,referral.declined,2018-05-04T21:00:00Z,\n"
             // 15, 16 and 17 May 2024; then the worked Saturday and Monday 20 May.
             "3,referral.sent,2024-05-10T09:00:00Z,\n"
             "3,referral.accepted,2024-05-17T20:59:59Z,\n"
             // 16 and 17 May and the worked Saturday.
             "4,referral.sent,2024-05-15T09:00:00Z,\n"
             "4,referral.redirected,2024-05-18T21:00:00Z,\n"),
      ElementsAre("1 referral-answer 2018-05-03T21:00:00Z in-time", "1 first-contact 2018-05-07T21:00:00Z breached",
                  "2 referral-answer 2018-05-04T21:00:00Z breached", "3 referral-answer 2024-05-17T21:00:00Z in-time",
                  "3 first-contact 2024-05-20T21:00:00Z running", "4 referral-answer 2024-05-18T21:00:00Z breached"));
}

TEST(Simulation, AnUrgentReferralHasItsOwnClocks) {
  EXPECT_THAT(replay("1,referral.sent,2018-04-30T22:15:00Z,urgent\n"
                     "1,referral.accepted,2018-05-01T22:14:59Z,\n"
                     "1,referral.contacted,2018-05-02T22:14:59Z,\n"),
              ElementsAre("1 referral-answer-urgent 2018-05-01T22:15:00Z in-time",
                          "1 first-contact-urgent 2018-05-02T22:14:59Z breached"));
}

TEST(Simulation, APauseMovesWhatItStopsAndNothingElse) {
  // The Saturday ends while the question is open; 2, 3 and 4 May count.
  const std::string asked =
      "1,referral.sent,2018-04-27T09:00:00Z,\n"
      "1,pause,2018-04-28T20:00:00Z,question-open\n";
  EXPECT_THAT(replay(asked + "1,resume,2018-05-02T06:00:00Z,question-open\n"
                             "1,referral.accepted,2018-05-04T20:00:00Z,\n"),
              Contains("1 referral-answer 2018-05-04T21:00:00Z in-time"));
  EXPECT_THAT(replay(asked, at("2018-06-01T00:00:00Z")), ElementsAre("1 referral-answer - stands-still"));
  EXPECT_THAT(replay(asked + "1,referral.declined,2018-05-20T06:00:00Z,\n"),
              ElementsAre("1 referral-answer - in-time"));
  EXPECT_THAT(replay("1,referral.sent,2018-04-27T09:00:00Z,\n"
                     "1,pause,2018-04-28T20:00:00Z,person-not-reachable\n",
                     at("2018-06-01T00:00:00Z")),
              ElementsAre("1 referral-answer 2018-05-03T21:00:00Z breached"));
}

TEST(Simulation, WhatComesAfterTheEndOfAClockDoesNotMoveIt) {
  EXPECT_THAT(replay("1,referral.sent,2018-04-27T09:00:00Z,\n"
                     "1,referral.declined,2018-05-02T09:00:00Z,\n"
                     "1,pause,2018-05-02T10:00:00Z,question-open\n"
                     "1,resume,2018-05-12T10:00:00Z,question-open\n"),
              ElementsAre("1 referral-answer 2018-05-03T21:00:00Z in-time"));
}

TEST(Simulation, WhatIsNotEndedRunsOrIsMissedByTheDayAskedFor) {
  const std::string sent = "1,referral.sent,2018-04-27T09:00:00Z,\n";
  EXPECT_THAT(replay(sent), ElementsAre("1 referral-answer 2018-05-03T21:00:00Z running"));
  EXPECT_THAT(replay(sent, at("2018-05-03T20:59:59Z")), ElementsAre("1 referral-answer 2018-05-03T21:00:00Z running"));
  EXPECT_THAT(replay(sent, at("2018-05-03T21:00:00Z")), ElementsAre("1 referral-answer 2018-05-03T21:00:00Z breached"));
}

TEST(Simulation, StepsAndStatesOfATrack) {
  // Five working days from Thursday 15 February 2018: 16, 19, 20, 21 and 22. Thirty days from there end on 24 March.
  EXPECT_THAT(replay("7,state,2018-02-15T09:00:00Z,identification/notice-sent\n"
                     "7,state,2018-02-22T09:00:00Z,identification/under-identification\n"
                     "7,state,2018-03-24T20:59:59Z,identification/victim\n"),
              ElementsAre("7 identification.open-questionnaire 2018-02-22T21:00:00Z in-time",
                          "7 identification.not-confirm 2018-03-24T21:00:00Z in-time",
                          "7 identification.recognise 2018-03-24T21:00:00Z in-time",
                          "7 protection-period 2018-03-24T21:00:00Z in-time"));
}

TEST(Simulation, AnEarliestTimeIsReachedOrCameTooEarly) {
  const std::string followed =
      "8,state,2018-02-15T09:00:00Z,protection/assisted\n"
      "8,state,2018-02-15T10:00:00Z,protection/follow-up\n";
  EXPECT_THAT(replay(followed + "8,state,2018-03-17T20:59:59Z,protection/closed\n"),
              ElementsAre("8 protection.close-after-follow-up 2018-03-17T21:00:00Z too-early"));
  EXPECT_THAT(replay(followed + "8,state,2018-03-17T21:00:00Z,protection/closed\n"),
              ElementsAre("8 protection.close-after-follow-up 2018-03-17T21:00:00Z reached"));
  EXPECT_THAT(replay(followed), ElementsAre("8 protection.close-after-follow-up 2018-03-17T21:00:00Z running"));
  // Another way out of the state is not held to it.
  EXPECT_THAT(replay(followed + "8,state,2018-02-20T10:00:00Z,protection/assisted\n"), IsEmpty());
}

TEST(Simulation, AMinimumClockIsReachedOrCameTooEarly) {
  auto pack = by();
  ClockRule recovery{"recovery", {}, "state:identification/under-identification", {30, PeriodUnit::calendar_days}, {},
                     "",         {}};
  recovery.kind = ClockKind::minimum;
  recovery.pauses_on = {"procedure-suspended"};
  pack.pathway.clocks = {recovery};
  const std::string begun = "1,state,2018-02-15T09:00:00Z,identification/under-identification\n";
  const auto of = [&](const std::string& rest) {
    auto out = texts_of(simulate(pack, caseload(begun + rest)));
    std::erase_if(out, [](const auto& text) { return text.find(" recovery ") == std::string::npos; });
    return out;
  };
  EXPECT_THAT(of("1,state,2018-03-01T09:00:00Z,identification/victim\n"),
              ElementsAre("1 recovery 2018-03-17T21:00:00Z too-early"));
  EXPECT_THAT(of("1,state,2018-03-18T09:00:00Z,identification/victim\n"),
              ElementsAre("1 recovery 2018-03-17T21:00:00Z reached"));
  EXPECT_THAT(of("1,pause,2018-03-01T09:00:00Z,procedure-suspended\n1,clock.ended,2018-04-18T09:00:00Z,recovery\n"),
              ElementsAre("1 recovery - too-early"));
}

TEST(Simulation, AnOpenedCaseIsInEachTracksFirstState) {
  auto pack = by();
  pack.pathway.clocks.front().starts_at = "state:identification/detected";
  EXPECT_THAT(texts_of(simulate(pack, caseload("1,case.opened,2018-04-27T09:00:00Z,\n"))),
              Contains("1 referral-answer 2018-05-03T21:00:00Z running"));
}

TEST(Simulation, AStepThatThePathwayDoesNotKnowIsNamedAndFollowed) {
  const auto replayed = simulate(by(), caseload("1,case.opened,2018-02-01T09:00:00Z,\n"
                                                "1,state,2018-02-15T09:00:00Z,identification/victim\n"
                                                "1,state,2018-02-16T09:00:00Z,astrology/scorpio\n"));
  EXPECT_THAT(
      replayed.unknown_steps,
      ElementsAre(UnknownStep{"1", at("2018-02-15T09:00:00Z"), "identification/detected", "identification/victim"},
                  UnknownStep{"1", at("2018-02-16T09:00:00Z"), "", "astrology/scorpio"}));
}

TEST(Simulation, LinesInAnyOrderOfAnyCasesAndAClosedCaseEndsAll) {
  EXPECT_THAT(
      replay("b,case.closed,2018-04-28T09:00:00Z,\n"
             "a,referral.accepted,2018-04-29T09:00:00Z,\n"
             "b,referral.sent,2018-04-27T09:00:00Z,\n"
             "a,referral.sent,2018-04-27T09:00:00Z,\n"),
      ElementsAre("b referral-answer 2018-05-03T21:00:00Z in-time", "a referral-answer 2018-05-03T21:00:00Z in-time",
                  "a first-contact 2018-05-03T21:00:00Z running"));
}

TEST(Simulation, AClockThatStartsAgainBeginsAnew) {
  const auto replayed = simulate(by(), caseload("p,place.stated,2018-06-01T09:00:00Z,\n"
                                                "p,place.stated,2018-06-05T09:00:00Z,\n"));
  EXPECT_THAT(texts_of(replayed), ElementsAre("p place-statement 2018-06-08T21:00:00Z in-time",
                                              "p place-statement 2018-06-12T21:00:00Z running"));
  EXPECT_EQ(replayed.clocks[1].nth, 2);
}

TEST(Comparison, SaysWhichDeadlinesMoveAndWhichBreachesComeAndGo) {
  const auto load = caseload(
      "1,referral.sent,2018-04-27T09:00:00Z,\n1,referral.declined,2018-05-03T09:00:00Z,\n"
      "2,referral.sent,2018-04-27T09:00:00Z,\n2,referral.declined,2018-04-28T09:00:00Z,\n"
      "3,referral.sent,2018-06-04T09:00:00Z,urgent\n3,referral.declined,2018-06-06T09:00:00Z,\n"
      "4,case.opened,2018-06-04T09:00:00Z,\n4,age-class.decided,2018-06-04T10:00:00Z,\n");
  auto stricter = by();
  for (auto& rule : stricter.pathway.clocks) {
    if (rule.id == "referral-answer") rule.due.count = 2;  // 28 April and 2 May
    if (rule.id == "referral-answer-urgent") rule.due.count = 72;
  }
  std::erase_if(stricter.pathway.clocks, [](const auto& rule) { return rule.id == "decide-age-class"; });
  const auto before = simulate(by(), load), after = simulate(stricter, load);
  std::vector<std::string> changes;
  for (const auto& change : compare(before, after))
    changes.push_back(std::string{change.what()} + ": " + text_of(change.either()));
  EXPECT_THAT(changes, ElementsAre("breach-appears: 1 referral-answer 2018-05-02T21:00:00Z breached",
                                   "deadline-moves: 2 referral-answer 2018-05-02T21:00:00Z in-time",
                                   "breach-vanishes: 3 referral-answer-urgent 2018-06-07T09:00:00Z in-time",
                                   "clock-vanishes: 4 decide-age-class 2018-06-05T09:00:00Z in-time"));
  EXPECT_EQ(compare(after, before).size(), 4U);
  EXPECT_THAT(compare(before, before), IsEmpty());
}

TEST(Comparison, AHolidayTransferredMovesWhatCountsWorkingDays) {
  const auto load = caseload("1,referral.sent,2018-04-27T09:00:00Z,\n");
  auto decreed = by();
  // As if 28 April had stayed a Saturday and 30 April a working Monday: 30 April, 2 and 3 May.
  decreed.calendar = std::make_shared<const Calendar>("Europe/Minsk", std::set<Date>{*parse_iso_date("2018-05-01")},
                                                      std::set<Date>{}, *parse_iso_date("2018-12-31"));
  EXPECT_THAT(compare(simulate(by(), load), simulate(decreed, load)), IsEmpty());
  // And without the Monday: 2, 3 and 4 May.
  decreed.calendar = std::make_shared<const Calendar>(
      "Europe/Minsk", std::set<Date>{*parse_iso_date("2018-04-30"), *parse_iso_date("2018-05-01")}, std::set<Date>{},
      *parse_iso_date("2018-12-31"));
  const auto changes = compare(simulate(by(), load), simulate(decreed, load));
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes[0].what(), "deadline-moves");
  EXPECT_EQ(to_rfc3339(*changes[0].after->due), "2018-05-04T21:00:00Z");
}

TEST(Caseload, EachFaultIsNamedWithItsLine) {
  const auto fault_of = [](const std::string& text) {
    const auto read = read_caseload("c.csv", text);
    return read ? std::string{"none"} : std::to_string(read.error().front().line) + " " + read.error().front().code;
  };
  const std::string head = "case,moment,at,state\n";
  const auto row = [&](const std::string& line) {
    return fault_of(head + "1,case.opened,2018-01-01T00:00:00Z,\n" + line);
  };
  EXPECT_EQ(row("1,case.closed,2018-01-02T00:00:00Z,\n"), "none");
  EXPECT_EQ(fault_of("case,moment,at\n1,case.opened,2018-01-01T00:00:00Z\n"), "none");
  EXPECT_EQ(fault_of(""), "1 malformed-csv");
  EXPECT_EQ(fault_of("case,moment\n1,case.opened\n"), "1 missing-column");
  EXPECT_EQ(fault_of("case,moment,at,name\n1,case.opened,2018-01-01T00:00:00Z,x\n"), "1 unknown-column");
  EXPECT_EQ(row(",case.opened,2018-01-01T00:00:00Z,\n"), "3 missing-case");
  EXPECT_EQ(row("1,case.lost,2018-01-01T00:00:00Z,\n"), "3 unknown-moment");
  EXPECT_EQ(row("1,case.opened,1 January,\n"), "3 bad-time");
  EXPECT_EQ(row("1,state,2018-01-01T00:00:00Z,detected\n"), "3 bad-state");
  EXPECT_EQ(row("1,pause,2018-01-01T00:00:00Z,bored\n"), "3 bad-state");
  EXPECT_EQ(row("1,clock.ended,2018-01-01T00:00:00Z,\n"), "3 bad-state");
  EXPECT_EQ(row("1,referral.sent,2018-01-01T00:00:00Z,soon\n"), "3 bad-state");
  EXPECT_EQ(row("1,referral.seen,2018-01-01T00:00:00Z,urgent\n"), "3 bad-state");
}

}  // namespace
}  // namespace nrm::pathway
