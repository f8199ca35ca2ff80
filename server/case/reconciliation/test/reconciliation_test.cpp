#include <gmock/gmock.h>

#include <fmt/format.h>

#include "nrm/crypto/crypto.hpp"
#include "nrm/directory/directory.hpp"
#include "office.hpp"

namespace nrm::reconciliation::testing {
namespace {

using Kind = Line::Kind;

class ReconciliationTest : public ::testing::TestWithParam<storage::Kind> {
 protected:
  Office office{GetParam()};

  // 134 declared: 60 by the references of what is known, 74 by the shelter's own numbers on other days.
  static std::string long_list() {
    std::string out = "number;date;need\n";
    for (int i = 0; i < 60; ++i) out += fmt::format("BY-{};{:02}.03.2017;shelter\n", i, 1 + i % 10);
    for (int i = 0; i < 74; ++i) out += fmt::format("{}/2017;{:02}.03.2017;shelter\n", i, 12 + i % 15);
    return out;
  }
  ReconciliationId declared_134() {
    for (int i = 0; i < 60; ++i) office.add_known(fmt::format("BY-{}", i), 1 + i % 10);
    const auto id = office.opened();
    must(declare_list(office.desk(), office.receiver(), id, long_list()));
    return id;
  }
  void explain_all(const ReconciliationId& id, const std::string& reason) {
    must(answer(office.desk(), office.sender(), id, office.ids(id, "open"), {{{reason, 1, ""}}, std::nullopt}));
    must(confirm(office.desk(), office.receiver(), id, office.ids(id, "answered")));
  }
  // The shelter declares so many in March; the border enters the gap.
  void enter_total(const ReconciliationId& id, std::int64_t declared, std::int64_t gap) {
    must(declare_totals(office.desk(), office.receiver(), id, {{*parse_month("2017-03"), "shelter", declared}}));
    must(answer(office.desk(), office.sender(), id, office.ids(id, "open"), {{{"enter", gap, ""}}, std::nullopt}));
    must(confirm(office.desk(), office.receiver(), id, office.ids(id, "answered")));
  }
  Result<void> sign_as(const Person& person, const ReconciliationId& id) {
    const auto hash = office.seen(id).hash;
    return sign(office.desk(), office.as(person), id, hash);
  }
};
NRM_ON_EACH_DATABASE(ReconciliationTest);

TEST_P(ReconciliationTest, Of134DeclaredAnd60KnownAre60MatchedAnd74ToBeEnteredOrExplained) {
  const auto id = declared_134();
  const auto view = office.seen(id);
  EXPECT_EQ(view.known, 60);
  EXPECT_EQ(view.receiver.figure_declared, 134);
  EXPECT_EQ(view.receiver.matched, 60);
  EXPECT_EQ(view.receiver.missing_here, 74);
  EXPECT_EQ(view.receiver.missing_there, 0);
  EXPECT_EQ(view.summary.state, State::comparing);
  // Each a task for the side that can enter it, and for nobody else.
  EXPECT_EQ(office.tasks(office.world.border_manager, kExplainTask), 74);
  EXPECT_EQ(office.tasks(office.world.shelter_manager, kExplainTask), 0);
  EXPECT_EQ(office.tasks(office.world.officer, kExplainTask), 0);
  EXPECT_EQ(office.tasks(office.world.border_manager, kDeclareTask), 1);
}

TEST_P(ReconciliationTest, WhatIsEnteredIsKnownFromThenOnAndTheRestIsExplained) {
  const auto id = declared_134();
  auto open = office.ids(id, "open");
  const LineIds to_enter(open.begin(), open.begin() + 30);
  const LineIds to_explain(open.begin() + 30, open.end());
  must(answer(office.desk(), office.sender(), id, to_enter, {{{"enter", 1, ""}}, std::nullopt}));
  must(answer(office.desk(), office.sender(), id, to_explain, {{{"before-opennrm", 1, ""}}, std::nullopt}));
  EXPECT_EQ(office.tasks(office.world.shelter_manager, kConfirmTask), 1);
  EXPECT_EQ(office.seen(id).known, 60);
  must(confirm(office.desk(), office.receiver(), id, office.ids(id, "answered")));
  const auto view = office.seen(id);
  EXPECT_EQ(view.known, 90);
  EXPECT_EQ(view.known_entered, 30);
  EXPECT_EQ(view.receiver.matched, 90);
  EXPECT_EQ(view.receiver.missing_here, 44);
  EXPECT_EQ(view.summary.state, State::ready);
  for (const auto& line : view.lines) {
    if (line.state != "settled") continue;
    EXPECT_EQ(line.answered->team, office.world.border.team);
    EXPECT_EQ(line.settled->team, office.world.shelter.team);
  }
}

TEST_P(ReconciliationTest, BothSignWhatTheySawAndItsHashIsInTheLog) {
  const auto id = declared_134();
  EXPECT_EQ(refusal(sign_as(office.world.border_manager, id)), "reconciliation.not-ready");
  explain_all(id, "before-opennrm");
  const auto before = office.seen(id);
  EXPECT_EQ(refusal(sign(office.desk(), office.sender(), id, std::string(64, '0'))), "reconciliation.moved");
  must(sign_as(office.world.border_manager, id));
  EXPECT_EQ(office.seen(id).summary.state, State::signed_once);
  EXPECT_EQ(refusal(sign_as(office.world.border_manager, id)), "reconciliation.signed");
  must(sign_as(office.world.shelter_manager, id));
  const auto view = office.seen(id);
  EXPECT_EQ(view.summary.state, State::signed_by_both);
  EXPECT_EQ(view.hash, before.hash);
  EXPECT_EQ(view.protocol, before.protocol);
  EXPECT_EQ(to_hex(crypto::sha256(view_of(view.protocol))), view.hash);
  EXPECT_EQ(view.sender.signature->team, office.world.border.team);
  EXPECT_NE(view.protocol.find("before-opennrm 1"), std::string::npos);
  EXPECT_TRUE(office.work(office.world.border_manager).empty());
  EXPECT_EQ(
      office.world.database.query("SELECT hash FROM protocol_signature WHERE hash = $h", {{"h", view.hash}}).size(),
      2U);
}

TEST_P(ReconciliationTest, DeclaringAnewAfterASignatureOpensANewVersionAndTheSignedOneStays) {
  const auto id = declared_134();
  explain_all(id, "not-a-referral");
  must(sign_as(office.world.border_manager, id));
  const auto was = office.seen(id);
  EXPECT_EQ(refusal(compare_anew(office.desk(), office.sender(), id)), "reconciliation.signed");
  // One more than before, and what was said of the others stays said.
  must(declare_list(office.desk(), office.receiver(), id, long_list() + "990;28.03.2017;shelter\n"));
  const auto now = office.seen(id);
  EXPECT_EQ(now.summary.version, 2);
  EXPECT_EQ(now.receiver.missing_here, 75);
  EXPECT_EQ(office.ids(id, "open").size(), 1U);
  EXPECT_EQ(office.ids(id, "settled").size(), 74U);
  const auto signed_one = office.seen(id, 1);
  EXPECT_EQ(signed_one.hash, was.hash);
  EXPECT_EQ(signed_one.receiver.missing_here, 74);
  EXPECT_TRUE(signed_one.sender.signature.has_value());
  EXPECT_FALSE(now.sender.signature.has_value());
  EXPECT_EQ(now.versions.size(), 2U);
}

TEST_P(ReconciliationTest, WhatIsDeclaredByBothAndEnteredIsThereOnce) {
  const auto id = office.opened();
  must(declare_list(office.desk(), office.receiver(), id, "number,date,need\n1/17,2017-03-03,shelter\n"));
  must(declare_list(office.desk(), office.sender(), id, "number,date,need\n1/17,2017-03-03,shelter\n"));
  must(answer(office.desk(), office.sender(), id, office.ids(id, "open"), {{{"enter", 1, ""}}, std::nullopt}));
  // The sender's own line is the receiver's to agree to, and so is the receiver's.
  must(confirm(office.desk(), office.receiver(), id, office.ids(id, "answered")));
  EXPECT_EQ(office.seen(id).known, 1);
  EXPECT_EQ(office.seen(id).summary.state, State::ready);
}

TEST_P(ReconciliationTest, ADoubtIsDecidedByThePeopleWhoKnow) {
  office.add_known("BY-1", 5);
  office.add_known("BY-2", 5);
  const auto id = office.opened();
  must(declare_list(office.desk(), office.receiver(), id, "number,date,need\n7/17,2017-03-05,shelter\n"));
  const auto doubt = office.ids(id, "open", Kind::in_doubt);
  ASSERT_EQ(doubt.size(), 1U);
  EXPECT_EQ(refusal(answer(office.desk(), office.sender(), id, doubt, {{}, "referral:0"})), "reconciliation.not-yours");
  EXPECT_EQ(refusal(answer(office.desk(), office.receiver(), id, doubt, {{}, "referral:9"})),
            "kernel.invalid /entry=not-in-list");
  must(answer(office.desk(), office.receiver(), id, doubt, {{}, "referral:1"}));
  EXPECT_EQ(refusal(confirm(office.desk(), office.receiver(), id, doubt)), "reconciliation.not-yours");
  must(confirm(office.desk(), office.sender(), id, doubt));
  const auto view = office.seen(id);
  EXPECT_EQ(view.receiver.matched, 1);
  EXPECT_EQ(view.receiver.in_doubt, 0);
  // The other one is the shelter's to explain: it did not declare it.
  ASSERT_EQ(view.receiver.missing_there, 1);
  EXPECT_EQ(office.tasks(office.world.shelter_manager, kExplainTask), 1);
}

TEST_P(ReconciliationTest, NoneOfTheCandidatesLeavesItMissing) {
  office.add_known("BY-1", 5);
  const auto id = office.opened();
  must(declare_list(office.desk(), office.receiver(), id, "date,need\n2017-03-05,shelter\n"));
  must(answer(office.desk(), office.receiver(), id, office.ids(id, "open"), {{}, ""}));
  must(confirm(office.desk(), office.sender(), id, office.ids(id, "answered")));
  EXPECT_EQ(office.seen(id).receiver.missing_here, 1);
  EXPECT_EQ(office.seen(id).receiver.missing_there, 1);
}

TEST_P(ReconciliationTest, WhatIsGivenBackIsOpenAgain) {
  const auto id = office.opened();
  must(declare_list(office.desk(), office.receiver(), id, "date,need\n2017-03-05,shelter\n"));
  const auto lines = office.ids(id, "open");
  must(answer(office.desk(), office.sender(), id, lines, {{{"another-body", 1, ""}}, std::nullopt}));
  must(give_back(office.desk(), office.receiver(), id, lines));
  EXPECT_EQ(office.ids(id, "open").size(), 1U);
  EXPECT_TRUE(office.seen(id).lines.at(0).parts.empty());
  EXPECT_EQ(refusal(confirm(office.desk(), office.receiver(), id, lines)), "kernel.conflict");
}

TEST_P(ReconciliationTest, ReasonsAreOfTheListAndComeToTheDifference) {
  for (int i = 0; i < 60; ++i) office.add_known(fmt::format("BY-{}", i), 1 + i % 28);
  const auto id = office.opened();
  must(declare_totals(office.desk(), office.receiver(), id, {{*parse_month("2017-03"), "shelter", 134}}));
  const auto lines = office.ids(id, "open");
  const auto say = [&](std::vector<Part> parts) {
    return refusal(answer(office.desk(), office.sender(), id, lines, {std::move(parts), std::nullopt}));
  };
  EXPECT_EQ(say({{"before-opennrm", 70, ""}}), "kernel.invalid /parts=wrong-sum");
  EXPECT_EQ(say({{"other", 74, ""}}), "kernel.invalid /parts/0/document=required");
  EXPECT_EQ(say({{"other", 74, "letter of Anna"}}), "kernel.invalid /parts/0/document=name-like");
  EXPECT_EQ(say({{"enter", 37, ""}, {"enter", 37, ""}}), "kernel.invalid /parts/1/reason=contradicts");
  EXPECT_EQ(say({}), "kernel.invalid /parts=required");
  EXPECT_EQ(say({{"before-opennrm", 40, ""}, {"enter", 30, ""}, {"other", 4, "12/34-2018"}}), "granted");
  must(confirm(office.desk(), office.receiver(), id, lines));
  const auto view = office.seen(id);
  EXPECT_EQ(view.known, 90);
  EXPECT_EQ(view.known_entered, 30);
  EXPECT_EQ(view.receiver.matched, 60);
  EXPECT_EQ(view.summary.state, State::ready);
}

TEST_P(ReconciliationTest, ATotalThatIsEnteredAgainInANewVersionIsThereOnce) {
  for (int i = 0; i < 60; ++i) office.add_known(fmt::format("BY-{}", i), 1 + i % 28);
  const auto id = office.opened();
  enter_total(id, 134, 74);
  EXPECT_EQ(office.seen(id).known, 134);
  must(sign_as(office.world.border_manager, id));
  const auto was = office.seen(id);
  enter_total(id, 140, 80);
  const auto view = office.seen(id);
  EXPECT_EQ(view.summary.version, 2);
  EXPECT_EQ(view.known, 140);
  EXPECT_EQ(view.known_entered, 80);
  EXPECT_EQ(view.summary.state, State::ready);
  const auto signed_one = office.seen(id, 1);
  EXPECT_EQ(signed_one.hash, was.hash);
  EXPECT_EQ(signed_one.known_entered, 74);
}

TEST_P(ReconciliationTest, ATotalThatIsExplainedInANewVersionIsEnteredNoMore) {
  for (int i = 0; i < 60; ++i) office.add_known(fmt::format("BY-{}", i), 1 + i % 28);
  const auto id = office.opened();
  enter_total(id, 134, 74);
  must(sign_as(office.world.border_manager, id));
  must(declare_totals(office.desk(), office.receiver(), id, {{*parse_month("2017-03"), "shelter", 140}}));
  EXPECT_EQ(office.seen(id).known, 134);  // until somebody says what the gap is
  must(
      answer(office.desk(), office.sender(), id, office.ids(id, "open"), {{{"before-opennrm", 80, ""}}, std::nullopt}));
  must(confirm(office.desk(), office.receiver(), id, office.ids(id, "answered")));
  const auto view = office.seen(id);
  EXPECT_EQ(view.known, 60);
  EXPECT_EQ(view.known_entered, 0);
  EXPECT_EQ(view.summary.state, State::ready);
  EXPECT_EQ(office.seen(id, 1).known_entered, 74);
}

TEST_P(ReconciliationTest, ATotalThatAgreesInANewVersionOrIsThereNoMoreIsEnteredNoMore) {
  for (int i = 0; i < 60; ++i) office.add_known(fmt::format("BY-{}", i), 1 + i % 28);
  const auto id = office.opened();
  enter_total(id, 134, 74);
  must(sign_as(office.world.border_manager, id));
  must(declare_totals(office.desk(), office.receiver(), id, {{*parse_month("2017-03"), "shelter", 60}}));
  const auto view = office.seen(id);
  EXPECT_EQ(view.known, 60);
  EXPECT_EQ(view.known_entered, 0);
  EXPECT_EQ(view.receiver.matched, 60);
  EXPECT_TRUE(office.ids(id, "open").empty());
}

TEST_P(ReconciliationTest, AListInANewVersionTakesThePlaceOfATotalThatWasEntered) {
  const auto id = office.opened();
  enter_total(id, 3, 3);
  must(sign_as(office.world.border_manager, id));
  must(declare_list(office.desk(), office.receiver(), id, "number;date;need\n1/2017;12.03.2017;shelter\n"));
  EXPECT_EQ(office.seen(id).known, 0);
  must(answer(office.desk(), office.sender(), id, office.ids(id, "open"), {{{"enter", 1, ""}}, std::nullopt}));
  must(confirm(office.desk(), office.receiver(), id, office.ids(id, "answered")));
  EXPECT_EQ(office.seen(id).known, 1);
}

TEST_P(ReconciliationTest, ATotalThatIsDeclaredAnewBeforeAnybodySignedIsThereOnce) {
  for (int i = 0; i < 60; ++i) office.add_known(fmt::format("BY-{}", i), 1 + i % 28);
  const auto id = office.opened();
  enter_total(id, 134, 74);
  enter_total(id, 140, 80);
  EXPECT_EQ(office.seen(id).summary.version, 1);
  EXPECT_EQ(office.seen(id).known, 140);
}

TEST_P(ReconciliationTest, WhatWasEnteredForAMonthIsKnownInTheHalfYear) {
  for (int i = 0; i < 60; ++i) office.add_known(fmt::format("BY-{}", i), 1 + i % 28);
  enter_total(office.opened(), 134, 74);
  const Months half_year{*parse_month("2017-01"), *parse_month("2017-06")};
  const auto& world = office.world;
  const auto id = must(open(office.desk(), office.as(office.coordinator),
                            {world.border.organisation, world.shelter.organisation, half_year}));
  must(declare_totals(office.desk(), office.receiver(), id, {{*parse_month("2017-03"), "shelter", 134}}));
  const auto view = office.seen(id);
  EXPECT_EQ(view.known, 134);
  EXPECT_EQ(view.receiver.matched, 134);
  EXPECT_EQ(view.receiver.missing_here, 0);
  EXPECT_TRUE(office.ids(id, "open").empty());
}

TEST_P(ReconciliationTest, WhatIsHereAndWasNotDeclaredCannotBeEntered) {
  office.add_known("BY-1", 5);
  const auto id = office.opened();
  must(declare_totals(office.desk(), office.receiver(), id, {{*parse_month("2017-03"), "shelter", 0}}));
  EXPECT_EQ(
      refusal(answer(office.desk(), office.receiver(), id, office.ids(id, "open"), {{{"enter", 1, ""}}, std::nullopt})),
      "kernel.invalid /parts/0/reason=not-in-list");
}

TEST_P(ReconciliationTest, ALedgerThatMovedMustBeComparedAnew) {
  office.add_known("BY-1", 5);
  const auto id = office.opened();
  must(declare_list(office.desk(), office.receiver(), id, "number,date,need\nBY-1,2017-03-05,shelter\n"));
  EXPECT_EQ(office.seen(id).summary.state, State::ready);
  office.add_known("BY-2", 6, "shelter", Entry::Way::letter);
  EXPECT_EQ(refusal(sign_as(office.world.border_manager, id)), "reconciliation.moved");
  must(compare_anew(office.desk(), office.sender(), id));
  EXPECT_EQ(office.seen(id).known_letters, 1);
  EXPECT_EQ(office.seen(id).receiver.missing_there, 1);
  EXPECT_EQ(office.seen(id).summary.state, State::comparing);
}

TEST_P(ReconciliationTest, AThirdBodySeesNothingAndWhoeverCoordinatesNoSmallFigure) {
  office.add_known("BY-1", 5);
  const auto id = office.opened();
  must(declare_list(office.desk(), office.receiver(), id, "number,date,need\nBY-1,2017-03-05,shelter\n"));
  EXPECT_EQ(refusal(view(office.desk(), office.as(office.ministry_manager), id, std::nullopt)), "kernel.not-found");
  EXPECT_EQ(refusal(view(office.desk(), office.as(office.world.officer), id, std::nullopt)), "kernel.not-found");
  EXPECT_TRUE(must(list(office.desk(), office.as(office.ministry_manager))).empty());
  const auto seen = must(view(office.desk(), office.as(office.coordinator), id, std::nullopt));
  EXPECT_EQ(seen.known, std::nullopt);
  EXPECT_EQ(seen.receiver.figure_declared, std::nullopt);
  EXPECT_EQ(seen.receiver.matched, std::nullopt);
  EXPECT_TRUE(seen.lines.empty());
  EXPECT_TRUE(seen.protocol.empty());
  EXPECT_EQ(must(list(office.desk(), office.as(office.coordinator))).size(), 1U);
  for (const auto& refused : {declare_list(office.desk(), office.as(office.coordinator), id, ""),
                              compare_anew(office.desk(), office.as(office.ministry_manager), id)})
    EXPECT_EQ(refusal(refused), "kernel.not-found");
}

TEST_P(ReconciliationTest, WhoeverCoordinatesSeesTheLargeFigures) {
  const auto id = declared_134();
  const auto seen = must(view(office.desk(), office.as(office.coordinator), id, std::nullopt));
  EXPECT_EQ(seen.known, 60);
  EXPECT_EQ(seen.receiver.figure_declared, 134);
  EXPECT_EQ(seen.receiver.missing_here, 74);
  EXPECT_TRUE(seen.lines.empty());
}

TEST_P(ReconciliationTest, WhoeverCoordinatesWritesDownWhatABodyOnPaperSays) {
  auto& world = office.world;
  const auto hospital = must(world.journal().act<OrganisationId>(
      {{log::Actor::Kind::system, {}, {}, {}, "test"}, "directory.add-organisation", {}, {}, {}, {}},
      [&](log::Act& act) {
        directory::NewOrganisation body;
        body.code = "test-hospital";
        body.name = "Hospital";
        body.kind = "health-organisation";
        return directory::add_organisation(act, world.pack, body);
      }));
  const Months march{*parse_month("2017-03"), *parse_month("2017-03")};
  const auto id =
      must(open(office.desk(), office.as(office.coordinator), {world.border.organisation, hospital, march}));
  must(declare_list(office.desk(), office.as(office.coordinator), id, "number,date,need\n7,2017-03-05,medical-help\n"));
  const auto line = must(view(office.desk(), office.sender(), id, std::nullopt)).lines.at(0).id;
  must(answer(office.desk(), office.sender(), id, {line}, {{{"enter", 1, ""}}, std::nullopt}));
  must(confirm(office.desk(), office.as(office.coordinator), id, {line}));
  EXPECT_EQ(must(view(office.desk(), office.sender(), id, std::nullopt)).summary.state, State::ready);
  EXPECT_EQ(refusal(declare_list(office.desk(), office.receiver(), id, "")), "kernel.not-found");
}

TEST_P(ReconciliationTest, OpensOnceForTwoBodiesAndMonthsThatAreOver) {
  const auto march = *parse_month("2017-03");
  const auto& border = office.world.border.organisation;
  const auto& shelter = office.world.shelter.organisation;
  office.opened();
  const auto refused = [&](const Person& person, const NewReconciliation& input) {
    return refusal(open(office.desk(), office.as(person), input));
  };
  EXPECT_EQ(refused(office.coordinator, {border, shelter, {march, march}}), "reconciliation.already-open");
  EXPECT_EQ(refused(office.coordinator, {border, border, {march, march}}),
            "kernel.invalid /to_organisation_id=contradicts");
  EXPECT_EQ(refused(office.coordinator, {border, shelter, {march, *parse_month("2018-04")}}),
            "kernel.invalid /last_month=not-over-yet");
  EXPECT_EQ(refused(office.coordinator, {border, shelter, {*parse_month("2014-01"), march}}),
            "kernel.invalid /last_month=too-many");
  EXPECT_EQ(refused(office.coordinator, {border, shelter, {march, *parse_month("2017-01")}}),
            "kernel.invalid /last_month=contradicts");
  EXPECT_EQ(refused(office.world.border_manager, {border, shelter, {march, march}}), "kernel.not-found");
}

}  // namespace
}  // namespace nrm::reconciliation::testing
