#include "desk.hpp"

namespace nrm::consent::testing {
namespace {

class GroundsTest : public DeskTest {
 protected:
  std::vector<GroundNotice> notices(const Person& who) {
    return must(as<std::vector<GroundNotice>>(
        who, "basis.list-other", std::nullopt,
        [&](log::Act& act, const access::Permit& permit) -> Result<std::vector<GroundNotice>> {
          return ground_notices(act, permit, world.pack);
        },
        access::Relation::own_organisation));
  }
  Result<void> review(const Person& who, const BasisId& basis, Verdict verdict, const std::string& note = "") {
    return as<void>(
        who, "basis.review-other", std::nullopt,
        [&](log::Act& act, const access::Permit& permit) { return review_ground(act, permit, basis, verdict, note); },
        access::Relation::own_organisation);
  }
  BasisView view(const CaseId& id, const BasisId& basis) {
    return must(as<BasisView>(world.border_manager, "basis.view", id, [&](log::Act& act, const access::Permit& permit) {
      return view_basis(act, permit, id, basis);
    }));
  }
};
NRM_ON_EACH_DATABASE(GroundsTest);

TEST_P(GroundsTest, AGroundBesideConsentWaitsForAnotherMemberOfTheTeam) {
  const auto id = open("adult");
  const auto basis = must(without_consent(id, danger()));
  EXPECT_EQ(state_of(id, basis), "pending");
  EXPECT_TRUE(live(id).empty());
  EXPECT_TRUE(tasks(id).contains("confirm-ground"));
  // The same person, in this session and in another one that she opens for it.
  EXPECT_EQ(refused(confirm(world.officer, id, basis)), "consent.second-person");
  world.sign_in_now(world.officer);
  EXPECT_EQ(refused(confirm(world.officer, id, basis)), "consent.second-person");
  EXPECT_EQ(refused(confirm(officer_of_data, id, basis)), "kernel.not-found");
  EXPECT_EQ(refused(confirm(world.shelter_manager, id, basis)), "kernel.not-found");
  EXPECT_EQ(state_of(id, basis), "pending");
  must(confirm(world.border_manager, id, basis));
  EXPECT_EQ(state_of(id, basis), "live");
  EXPECT_EQ(live(id), std::set{basis.text()});
  EXPECT_FALSE(tasks(id).contains("confirm-ground"));
  EXPECT_TRUE(tasks(id).contains("tell-person"));
  EXPECT_EQ(refused(confirm(world.border_manager, id, basis)), "consent.not-pending");
}

TEST_P(GroundsTest, TheSecondPersonReadsWhyBeforeSheConfirmsAndMaySayNo) {
  const auto id = open("adult");
  const auto basis = must(without_consent(id, danger()));
  EXPECT_EQ(view(id, basis).detail.at("danger"), "CANARYDANGER he stands before the house");
  must(confirm(world.border_manager, id, basis, false));
  EXPECT_EQ(state_of(id, basis), "declined");
  EXPECT_TRUE(live(id).empty());
  EXPECT_EQ(refused(confirm(world.border_manager, id, basis)), "consent.not-pending");
}

TEST_P(GroundsTest, HerWordDoesNotEndADangerToHerLifeButEndsATaskInThePublicInterest) {
  const auto id = open("adult");
  const auto rescue = must(without_consent(id, danger()));
  must(confirm(world.border_manager, id, rescue));
  EXPECT_EQ(refused(withdraw_everything(id)), "consent.not-withdrawable");
  auto task = danger();
  task.ground = "public-interest";
  task.article = "read-article";
  task.field_groups = {"needs"};
  const auto interest = must(without_consent(id, task));
  must(confirm(world.border_manager, id, interest));
  const auto taken_back = must(withdraw_everything(id));
  EXPECT_EQ(taken_back.ended, std::vector{interest});
  EXPECT_EQ(taken_back.stay, std::vector{rescue});
  EXPECT_EQ(live(id), std::set{rescue.text()});
}

TEST_P(GroundsTest, ARefusalAfterwardsLeavesTheOtherGroundAndNoConsent) {
  const auto id = open("adult");
  const auto rescue = must(without_consent(id, danger()));
  must(confirm(world.border_manager, id, rescue));
  auto refusal = said();
  refusal.decision = Decision::refusal;
  must(tell(id, refusal));
  EXPECT_EQ(live(id), std::set{rescue.text()});
}

TEST_P(GroundsTest, AnOfficerWhoTookPartDoesNotReviewIt) {
  const auto both = world.new_person(world.border, {access::Role::case_manager, access::Role::data_protection_officer},
                                     "border.both");
  const auto id = open("adult");
  const auto basis = must(without_consent(id, danger()));
  must(confirm(both, id, basis));
  EXPECT_EQ(refused(review(both, basis, Verdict::in_order)), "consent.second-person");
  must(review(officer_of_data, basis, Verdict::in_order));
}

TEST_P(GroundsTest, TheDataProtectionOfficerSeesEachAndReviewsItOnce) {
  const auto id = open("adult");
  const auto basis = must(without_consent(id, danger()));
  ASSERT_EQ(notices(officer_of_data).size(), 1U);
  EXPECT_EQ(refused(review(officer_of_data, basis, Verdict::in_order)), "kernel.conflict");
  must(confirm(world.border_manager, id, basis));
  const auto seen = notices(officer_of_data).at(0);
  EXPECT_TRUE(seen.number.starts_with("G-"));
  EXPECT_EQ(seen.recorded_by, world.officer.id);
  EXPECT_EQ(seen.confirmed_by, world.border_manager.id);
  EXPECT_EQ(seen.review_due_at,
            pathway::end_of_period(*seen.confirmed_at, world.pack.grounds.review, *world.pack.calendar));
  EXPECT_EQ(refused(review(coordinator, basis, Verdict::in_order)), "kernel.not-found");
  EXPECT_EQ(refused(review(officer_of_data, basis, Verdict::not_in_order)), "kernel.invalid /note=required");
  must(review(officer_of_data, basis, Verdict::not_in_order, "CANARYREVIEW name the article"));
  EXPECT_EQ(refused(review(officer_of_data, basis, Verdict::in_order)), "consent.reviewed");
  EXPECT_TRUE(tasks(id).contains("answer-ground-review"));
  EXPECT_EQ(view(id, basis).review_note->reveal(), "CANARYREVIEW name the article");
}

TEST_P(GroundsTest, AnotherBodysOfficerSeesNothingOfIt) {
  const auto other = world.new_person(world.shelter, {access::Role::data_protection_officer}, "shelter.dpo");
  const auto id = open("adult");
  const auto basis = must(without_consent(id, danger()));
  must(confirm(world.border_manager, id, basis));
  EXPECT_TRUE(notices(other).empty());
  EXPECT_EQ(refused(review(other, basis, Verdict::in_order)), "kernel.not-found");
}

TEST_P(GroundsTest, ACoordinatorSeesOnlyWhatTheTableTellsCoordinators) {
  const auto id = open("adult");
  must(without_consent(id, danger()));
  EXPECT_TRUE(notices(coordinator).empty());
  auto task = danger();
  task.ground = "public-interest";
  task.article = "read-article";
  task.field_groups = {"needs"};
  must(without_consent(id, task));
  EXPECT_EQ(notices(coordinator).size(), 1U);
}

TEST_P(GroundsTest, WhyItWasUsedAndWhatTheOfficerWroteAreInNoTable) {
  const auto id = open("adult");
  const auto basis = must(without_consent(id, danger()));
  must(confirm(world.border_manager, id, basis));
  must(review(officer_of_data, basis, Verdict::in_order, "CANARYREVIEW"));
  for (const std::string table : {"consent_basis", "other_ground", "sealed_value", "log_leaf", "case_task", "job"})
    world.database->read([&](storage::Reader& reader) {
      for (const auto& row : reader.query("SELECT * FROM " + table))
        for (const auto& cell : row.values()) {
          const auto* text = std::get_if<std::string>(&cell);
          const auto* blob = std::get_if<Bytes>(&cell);
          const std::string bytes = text != nullptr ? *text : blob != nullptr ? text_of(*blob) : "";
          EXPECT_EQ(bytes.find("CANARY"), std::string::npos) << table;
        }
    });
}

TEST_P(GroundsTest, ErasureTakesEveryRowOfTheCase) {
  const auto id = open("adult");
  const auto kept = open("adult");
  must(tell(kept, said()));
  must(confirm(world.border_manager, id, must(without_consent(id, danger()))));
  must(tell(id, said()));
  must(as<void>(world.officer, "case.write", id, [&](log::Act& act, const access::Permit&) -> Result<void> {
    act.react(casefile::kCaseErased, id.text());
    return {};
  }));
  const auto count = [&](const std::string& table) {
    return world.database.query("SELECT COUNT(*) AS n FROM " + table).at(0).integer("n");
  };
  EXPECT_EQ(count("consent_basis"), 1);
  EXPECT_EQ(count("other_ground"), 0);
  EXPECT_EQ(world.database.query("SELECT COUNT(*) AS n FROM job WHERE kind LIKE 'consent.%'").at(0).integer("n"), 2);
}

}  // namespace
}  // namespace nrm::consent::testing
