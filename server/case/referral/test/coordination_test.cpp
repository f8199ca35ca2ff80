// What nobody has taken on waits before the coordinators, without a word of whom it concerns.
#include <gmock/gmock.h>

#include "nrm/access/notices.hpp"
#include "nrm/casefile/life.hpp"
#include "nrm/referral/coordination.hpp"
#include "nrm/referral/queue_work.hpp"
#include "office.hpp"

namespace nrm::referral::testing {
namespace {

using ::testing::ElementsAre;

class CoordinationTest : public ::testing::TestWithParam<storage::Kind> {
 protected:
  Office office{GetParam()};
  access::testing::Body council = office.world.new_body("test-council", "Council", {"coordination"});
  access::testing::Person vera = office.world.enrolled(council, {access::Role::coordinator}, "council.coordinator");

  access::Session coordinator() { return office.world.session(vera); }
  std::vector<QueueItem> queue() { return must(coordination_queue(office.desk(), coordinator(), std::nullopt)); }
  Sent left_alone() {
    const auto sent = office.send_one(true);
    office.world.clock.advance(std::chrono::hours{25});
    office.run_jobs();
    return sent;
  }
  void refuse(const access::Session& who, const ReferralId& which) {
    must(decline(office.desk(), who, which, {"no-place", std::nullopt, ""}));
    office.run_jobs();
  }
  // By everybody who could be asked: the last one waits before the coordinators.
  struct Refused {
    CaseId case_id;
    BasisId last_basis;
    ReferralId last;
  };
  Refused refused_by_all() {
    const auto id = office.open_case();
    auto input = office.asking(id, office.consent_to(id, office.shelter()));
    const auto basis = office.consent_to(id, office.clinic.team);
    input.alternatives = {{office.clinic.team, basis}};
    const auto sent = must(send(office.desk(), office.sender(), input));
    refuse(office.receiver(), sent.id);
    refuse(office.stranger(), sent.stand_ins[0].id);
    EXPECT_EQ(queue().size(), 1U);
    return {id, basis, sent.stand_ins[0].id};
  }
  void set_region(const TeamId& team, const char* region) {
    office.world.database.run("UPDATE team SET region = $region WHERE id = $id", {{"region", region}, {"id", team}});
  }
  std::int64_t waiting_of(const MemberId& member) {
    return office.count("SELECT COUNT(*) AS n FROM member_notice WHERE member = $m AND code = 'coordination.waiting'",
                        {{"m", member}});
  }
  std::vector<std::string> work_of_coordinator() {
    const work::Desk lists{office.world.journal(), office.pack, {}, {queue_work(office.pack)}};
    std::vector<std::string> out;
    for (const auto& item : must(work::list(lists, coordinator(), {.scope = work::Scope::coordination})).items)
      out.push_back(item.kind);
    return out;
  }
  std::vector<ReferralId> left_to(const access::Session& who) {
    std::vector<ReferralId> out;
    for (const auto& item : office.work_of(who))
      if (item.kind == "deal-with-refusal") out.push_back(item.referral.value());
    return out;
  }
};
NRM_ON_EACH_DATABASE(CoordinationTest);

TEST_P(CoordinationTest, shows_the_need_and_the_clock_of_what_nobody_answered_and_tells_once) {
  EXPECT_TRUE(queue().empty());
  const auto sent = left_alone();
  office.run_jobs();
  const auto items = queue();
  ASSERT_EQ(items.size(), 1U);
  EXPECT_EQ(items[0].need, "shelter");
  EXPECT_TRUE(items[0].urgent);
  EXPECT_EQ(items[0].clock_state, pathway::ClockState::overdue);
  EXPECT_EQ(items[0].clock_rule, "referral-answer-urgent");
  EXPECT_NE(items[0].id.text(), sent.id.text());
  EXPECT_EQ(office.count("SELECT COUNT(*) AS n FROM member_notice WHERE member = $m AND code = 'coordination.waiting'",
                         {{"m", vera.id}}),
            1);
  EXPECT_TRUE(must(read(office.desk(), office.sender(), sent.id)).coordination);
  EXPECT_EQ(office.notices(office.world.border.team, "referral.queued"), 1);
  // It is no way to the referral.
  EXPECT_EQ(read(office.desk(), coordinator(), sent.id).error().type, nrm::problems::kNotFound);
}

TEST_P(CoordinationTest, is_for_coordinators_alone) {
  for (const auto* who : {&office.world.border_manager, &office.world.shelter_manager, &office.world.administrator})
    EXPECT_EQ(coordination_queue(office.desk(), office.world.session(*who), std::nullopt).error().type,
              nrm::problems::kNotFound);
  left_alone();
  const auto id = queue().at(0).id;
  EXPECT_EQ(suggest(office.desk(), office.sender(), id, office.clinic.team).error().type, nrm::problems::kNotFound);
  EXPECT_EQ(
      suggest(office.desk(), coordinator(), QueueId::random(office.world.random), office.clinic.team).error().type,
      nrm::problems::kNotFound);
}

TEST_P(CoordinationTest, a_suggestion_reaches_the_sender_and_the_item_stays_until_somebody_else_is_asked) {
  const auto sent = left_alone();
  const auto id = queue().at(0).id;
  must(suggest(office.desk(), coordinator(), id, office.clinic.team));
  const auto view = must(read(office.desk(), office.sender(), sent.id));
  EXPECT_EQ(view.coordination->suggestion, office.clinic.team);
  EXPECT_EQ(view.history.back().what, "suggested");
  EXPECT_EQ(view.history.back().about_team, office.clinic.team);
  EXPECT_EQ(view.history.back().actor_team, council.team);
  EXPECT_EQ(office.notices(office.world.border.team, "referral.suggested"), 1);
  EXPECT_NE(must(read(office.desk(), office.receiver(), sent.id)).history.back().what, "suggested");
  EXPECT_TRUE(queue().at(0).suggested_at);
  Redirection onwards;
  onwards.receiver = office.clinic.team;
  onwards.basis = office.consent_to(*view.case_id, office.clinic.team);
  must(redirect(office.desk(), office.sender(), sent.id, onwards));
  EXPECT_TRUE(queue().empty());
  EXPECT_EQ(suggest(office.desk(), coordinator(), id, office.refuge.team).error().type, nrm::problems::kNotFound);
}

TEST_P(CoordinationTest, a_refusal_of_a_suggestion_tells_nothing_that_the_directory_does_not) {
  left_alone();
  const auto id = queue().at(0).id;
  // Whoever asks and whoever was asked already pass like any other team.
  must(suggest(office.desk(), coordinator(), id, office.shelter()));
  const auto refused = suggest(office.desk(), coordinator(), id, office.world.border.team);
  EXPECT_EQ(refused.error().fields.at(0).code, "no-service");
  const auto no_keys = suggest(office.desk(), coordinator(), id, council.team);
  EXPECT_EQ(no_keys.error().fields.at(0).code, "not-confirmed");
}

TEST_P(CoordinationTest, a_late_answer_takes_it_off_the_queue_and_so_does_a_recall) {
  const auto answered = left_alone();
  must(accept(office.desk(), office.receiver(), answered.id));
  EXPECT_TRUE(queue().empty());
  const auto recalled = left_alone();
  EXPECT_EQ(queue().size(), 1U);
  must(recall(office.desk(), office.sender(), recalled.id, "sent-in-error"));
  EXPECT_TRUE(queue().empty());
}

TEST_P(CoordinationTest, after_everybody_who_stood_by_has_refused_the_coordinators_look) {
  const auto id = office.open_case();
  auto input = office.asking(id, office.consent_to(id, office.shelter()));
  input.alternatives = {{office.clinic.team, office.consent_to(id, office.clinic.team)}};
  const auto sent = must(send(office.desk(), office.sender(), input));
  const auto refuse = [&](const access::Session& who, const ReferralId& which) {
    must(decline(office.desk(), who, which, {"no-place", std::nullopt, ""}));
    office.run_jobs();
  };
  refuse(office.receiver(), sent.id);
  EXPECT_TRUE(queue().empty());
  refuse(office.stranger(), sent.stand_ins[0].id);
  EXPECT_EQ(queue().size(), 1U);
  auto again = office.asking(id, input.basis);
  again.previous = sent.stand_ins[0].id;
  must(send(office.desk(), office.sender(), again));
  EXPECT_TRUE(queue().empty());
}

TEST_P(CoordinationTest, the_refusal_of_the_only_one_asked_is_the_senders_own_affair) {
  const auto sent = office.send_one();
  must(decline(office.desk(), office.receiver(), sent.id, {"no-place", std::nullopt, ""}));
  EXPECT_EQ(office.run_jobs(), 0);
  EXPECT_TRUE(queue().empty());
}

TEST_P(CoordinationTest, nobody_is_looked_for_once_she_withdraws) {
  const auto refused = refused_by_all();
  office.withdraw(refused.case_id, refused.last_basis);
  EXPECT_TRUE(queue().empty());
  EXPECT_TRUE(left_to(office.sender()).empty());
}

TEST_P(CoordinationTest, nobody_is_looked_for_once_the_case_is_closed_or_was_none) {
  for (const auto moment : {casefile::kCaseClosed, casefile::kCaseOpenedInError}) {
    const auto refused = refused_by_all();
    office.as_system([&](log::Act& act) -> Result<void> {
      act.react(moment, refused.case_id.text());
      return {};
    });
    EXPECT_TRUE(queue().empty()) << moment;
  }
}

TEST_P(CoordinationTest, the_sender_says_once_that_nobody_is_needed_any_more) {
  const auto refused = refused_by_all();
  EXPECT_THAT(must(read(office.desk(), office.sender(), refused.last)).allowed,
              ElementsAre(ArrowName::redirect, ArrowName::recall));
  const auto settled = must(recall(office.desk(), office.sender(), refused.last, "sent-in-error"));
  EXPECT_EQ(settled.state, State::declined);
  EXPECT_TRUE(queue().empty());
  EXPECT_TRUE(left_to(office.sender()).empty());
  const auto view = must(read(office.desk(), office.sender(), refused.last));
  EXPECT_EQ(view.history.back().what, "settled");
  EXPECT_EQ(view.history.back().reason_code, "sent-in-error");
  EXPECT_THAT(view.allowed, ElementsAre(ArrowName::redirect));
  EXPECT_NE(must(read(office.desk(), office.stranger(), refused.last)).history.back().what, "settled");
  EXPECT_EQ(office.notices(office.clinic.team, "referral.recalled"), 0);
  EXPECT_EQ(recall(office.desk(), office.sender(), refused.last, "sent-in-error").error().type,
            nrm::problems::kConflict);
}

TEST_P(CoordinationTest, whoever_asks_anew_for_the_need_has_taken_it_out_of_the_queue) {
  const auto refused = refused_by_all();
  auto other = office.asking(refused.case_id, office.consent_to(refused.case_id, office.clinic.team));
  other.receiver = office.clinic.team;
  other.need = "medical-help";
  must(send(office.desk(), office.sender(), other));
  EXPECT_EQ(queue().size(), 1U);
  auto again = office.asking(refused.case_id, office.consent_to(refused.case_id, office.refuge.team));
  again.receiver = office.refuge.team;
  must(send(office.desk(), office.sender(), again));
  EXPECT_TRUE(queue().empty());
}

TEST_P(CoordinationTest, whoever_asks_anew_in_the_surviving_case_has_taken_it_out_of_the_queue) {
  const auto refused = refused_by_all();
  const auto survivor = office.open_case();
  office.merge(survivor, refused.case_id);
  EXPECT_EQ(queue().size(), 1U);
  auto again = office.asking(survivor, office.consent_to(survivor, office.refuge.team));
  again.receiver = office.refuge.team;
  must(send(office.desk(), office.sender(), again));
  EXPECT_TRUE(queue().empty());
}

TEST_P(CoordinationTest, a_refusal_is_the_senders_work_until_somebody_else_is_asked) {
  const auto id = office.open_case();
  const auto input = office.asking(id, office.consent_to(id, office.shelter()));
  const auto first = must(send(office.desk(), office.sender(), input));
  EXPECT_TRUE(left_to(office.sender()).empty());
  refuse(office.receiver(), first.id);
  EXPECT_THAT(left_to(office.sender()), ElementsAre(first.id));
  EXPECT_TRUE(left_to(office.receiver()).empty());
  office.world.clock.advance(std::chrono::minutes{1});
  const auto second = must(send(office.desk(), office.sender(), input));
  EXPECT_TRUE(left_to(office.sender()).empty());
  refuse(office.receiver(), second.id);
  EXPECT_THAT(left_to(office.sender()), ElementsAre(second.id));
  office.world.database.run("UPDATE case_file SET closed_at = 1 WHERE id = $id", {{"id", id}});
  EXPECT_TRUE(left_to(office.sender()).empty());
  office.world.database.run("UPDATE case_file SET closed_at = NULL WHERE id = $id", {{"id", id}});
  must(recall(office.desk(), office.sender(), second.id, "sent-in-error"));
  EXPECT_TRUE(left_to(office.sender()).empty());
}

TEST_P(CoordinationTest, while_somebody_stands_by_a_refusal_is_work_only_where_nobody_is_asked_by_itself) {
  for (const auto move_on : {MoveOn::when_declined_or_late, MoveOn::never}) {
    const auto id = office.open_case();
    auto input = office.asking(id, office.consent_to(id, office.shelter()));
    input.alternatives = {{office.clinic.team, office.consent_to(id, office.clinic.team)}};
    input.move_on = move_on;
    const auto sent = must(send(office.desk(), office.sender(), input));
    must(decline(office.desk(), office.receiver(), sent.id, {"no-place", std::nullopt, ""}));
    EXPECT_EQ(left_to(office.sender()).size(), move_on == MoveOn::never ? 1U : 0U);
    office.run_jobs();
    EXPECT_EQ(left_to(office.sender()).size(), move_on == MoveOn::never ? 1U : 0U);
  }
}

TEST_P(CoordinationTest, a_region_has_what_its_districts_ask_and_the_country_has_all) {
  set_region(office.world.border.team, "BY-BR-03");
  left_alone();
  for (const auto& [region, seen] : std::map<std::string, std::size_t>{
           {"BY-BR", 1}, {"BY-BR-03", 1}, {"BY-BR-04", 0}, {"BY-VI", 0}, {"BY", 1}, {"nowhere", 0}})
    EXPECT_EQ(must(coordination_queue(office.desk(), coordinator(), region)).size(), seen) << region;
  set_region(council.team, "BY-BR");
  EXPECT_THAT(work_of_coordinator(), ElementsAre(kFindReceiver));
  // Nobody coordinates in that district.
  for (const auto* elsewhere : {"BY-BR-04", "BY-VI", "BY", ""}) {
    set_region(council.team, elsewhere);
    EXPECT_THAT(work_of_coordinator(), ElementsAre(kFindReceiverUncovered)) << elsewhere;
  }
}

TEST_P(CoordinationTest, who_coordinates_elsewhere_is_not_told) {
  const auto group = office.world.new_body("test-group", "Group", {"coordination"});
  const auto olga = office.world.enrolled(group, {access::Role::coordinator}, "group.coordinator");
  set_region(office.world.border.team, "BY-BR-03");
  set_region(group.team, "BY-VI");
  left_alone();
  EXPECT_EQ(waiting_of(vera.id), 1);  // of no region: of the whole country
  EXPECT_EQ(waiting_of(olga.id), 0);
  set_region(council.team, "BY");
  set_region(group.team, "BY-BR");
  left_alone();
  EXPECT_EQ(waiting_of(vera.id), 2);
  EXPECT_EQ(waiting_of(olga.id), 1);
  // Where nobody coordinates, all do.
  set_region(council.team, "BY-MI");
  set_region(group.team, "BY-VI");
  left_alone();
  EXPECT_EQ(waiting_of(vera.id), 3);
  EXPECT_EQ(waiting_of(olga.id), 2);
}

TEST_P(CoordinationTest, what_waits_no_more_is_no_notice_any_more) {
  const auto answered = left_alone();
  EXPECT_EQ(waiting_of(vera.id), 1);
  must(accept(office.desk(), office.receiver(), answered.id));
  EXPECT_EQ(waiting_of(vera.id), 0);
  const auto refused = refused_by_all();
  EXPECT_EQ(waiting_of(vera.id), 1);
  auto again = office.asking(refused.case_id, office.consent_to(refused.case_id, office.refuge.team));
  again.receiver = office.refuge.team;
  must(send(office.desk(), office.sender(), again));
  EXPECT_EQ(waiting_of(vera.id), 0);
  for (const auto moment : {casefile::kCaseClosed, casefile::kCaseErased}) {
    const auto left = left_alone();
    EXPECT_EQ(waiting_of(vera.id), 1);
    const auto id = *must(read(office.desk(), office.sender(), left.id)).case_id;
    office.as_system([&](log::Act& act) -> Result<void> {
      act.react(moment, id.text());
      return {};
    });
    EXPECT_EQ(waiting_of(vera.id), 0) << moment;
  }
}

TEST_P(CoordinationTest, the_countrys_own_code_is_no_region) {
  set_region(office.world.border.team, "BY");
  left_alone();
  set_region(council.team, "BY");
  EXPECT_THAT(work_of_coordinator(), ElementsAre(kFindReceiver));
  set_region(council.team, "BY-BR");
  EXPECT_THAT(work_of_coordinator(), ElementsAre(kFindReceiverUncovered));
}

TEST_P(CoordinationTest, an_erased_case_waits_for_nobody) {
  const auto sent = left_alone();
  const auto id = *must(read(office.desk(), office.sender(), sent.id)).case_id;
  office.as_system([&](log::Act& act) -> Result<void> {
    act.react(casefile::kCaseErased, id.text());
    return {};
  });
  EXPECT_TRUE(queue().empty());
  EXPECT_EQ(office.count("SELECT COUNT(*) AS n FROM coordination_item"), 0);
}

}  // namespace
}  // namespace nrm::referral::testing
