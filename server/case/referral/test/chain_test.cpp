// Who stands by, and how a referral goes on to them with nobody signed in.
#include <gmock/gmock.h>

#include "nrm/access/notices.hpp"
#include "nrm/casefile/life.hpp"
#include "nrm/referral/correction.hpp"
#include "nrm/referral/of_case.hpp"
#include "nrm/referral/told.hpp"
#include "office.hpp"

namespace nrm::referral::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsSupersetOf;

class ChainTest : public ::testing::TestWithParam<storage::Kind> {
 protected:
  Office office{GetParam()};
  CaseId case_id = office.open_case();

  Sent send_in_turn(const NewReferral& input) { return must(send(office.desk(), office.sender(), input)); }
  Sent send_in_turn() { return send_in_turn(office.asking_in_turn(case_id)); }
  access::Session second() { return office.stranger(); }
  access::Session third() { return office.world.session(office.keeper); }
  Result<OpenedParcel> look(const access::Session& who, const ReferralId& id) {
    return open(office.desk(), who, id, "assist", "to answer what is asked");
  }
  void refuse(const access::Session& who, const ReferralId& id) {
    must(decline(office.desk(), who, id, {"no-place", std::nullopt, ""}));
    office.run_jobs();
  }
  void run_late(const ReferralId& id) {
    const auto due = office.world.database.query("SELECT due_at FROM referral WHERE id = $id", {{"id", id}});
    office.world.clock.set(due.at(0).time("due_at") + std::chrono::seconds{1});
    office.run_jobs();
  }
  std::int64_t dormant(const ReferralId& id) {
    return office.count("SELECT COUNT(*) AS n FROM key_seal WHERE subject = $id AND dormant = 1", {{"id", id}});
  }
  std::vector<std::string> reasons_skipped(const ReferralId& id) {
    std::vector<std::string> out;
    for (const auto& item : must(read(office.desk(), office.sender(), id)).history)
      if (item.what == "skipped") out.push_back(item.reason_code.value_or("none"));
    return out;
  }
};
NRM_ON_EACH_DATABASE(ChainTest);

TEST_P(ChainTest, whoever_stands_by_knows_nothing_and_opens_nothing) {
  auto input = office.asking_in_turn(case_id);
  input.question = "Is there a bed for tonight?";
  const auto sent = send_in_turn(input);
  ASSERT_EQ(sent.stand_ins.size(), 2U);
  EXPECT_THAT(office.states_of(sent), ElementsAre("sent", "draft", "draft"));
  const auto& first = sent.stand_ins[0];
  EXPECT_GT(dormant(first.id), 0);
  EXPECT_TRUE(must(list(office.desk(), second(), Box::in, std::nullopt, {})).items.empty());
  EXPECT_EQ(read(office.desk(), second(), first.id).error().type, nrm::problems::kNotFound);
  EXPECT_EQ(look(second(), first.id).error().type, nrm::problems::kNotFound);
  EXPECT_EQ(accept(office.desk(), second(), first.id).error().type, nrm::problems::kNotFound);
  EXPECT_TRUE(office.work_of(second()).empty());
  EXPECT_EQ(office.count("SELECT COUNT(*) AS n FROM notice WHERE team = $team", {{"team", second().team}}), 0);
  // Nor does the receiver learn that somebody could be asked instead.
  const auto theirs = must(read(office.desk(), office.receiver(), sent.id));
  EXPECT_TRUE(theirs.chain.empty());
  EXPECT_EQ(must(list(office.desk(), office.sender(), Box::out, std::nullopt, {})).items.size(), 1U);
  EXPECT_EQ(must(list(office.desk(), office.sender(), Box::out, State::draft, {})).items.size(), 2U);
}

TEST_P(ChainTest, at_night_a_silent_receiver_is_passed_over_and_the_next_opens_it_in_the_morning) {
  // Thursday 21 May 2026, 03:00 in Minsk; urgent: an answer within 24 hours.
  office.set_clock("2026-05-21T00:00:00Z");
  auto input = office.asking_in_turn(case_id);
  input.question = "Is there a bed for tonight?";
  const auto sent = send_in_turn(input);
  must(look(office.receiver(), sent.id));
  office.send_everybody_home();
  office.set_clock("2026-05-22T00:10:00Z");
  office.run_jobs();
  office.world.restart();
  office.wire();
  office.run_jobs();
  EXPECT_EQ(office.count("SELECT COUNT(*) AS n FROM session"), 0);
  office.set_clock("2026-05-22T06:00:00Z");
  const auto& next = sent.stand_ins[0];
  const auto opened = must(look(second(), next.id));
  EXPECT_THAT(opened.fields, ::testing::SizeIs(1));
  EXPECT_EQ(opened.fields.count("identity.names"), 1U);
  EXPECT_EQ(must(read(office.desk(), second(), next.id)).line.at(0).text->reveal(), "Is there a bed for tonight?");
  EXPECT_THAT(office.states_of(sent), ElementsAre("redirected", "seen", "draft"));
  EXPECT_THAT(office.history_of(sent.id), ElementsAre("sent", "seen", "reminder", "overdue", "redirected"));
  EXPECT_EQ(look(office.receiver(), sent.id).error().type, nrm::problems::kNotFound);
  EXPECT_EQ(office.notices(office.world.border.team, "referral.redirected"), 1);
  EXPECT_EQ(office.notices(second().team, "referral.sent"), 1);
  // Its own time runs from its own asking.
  const auto theirs = must(read(office.desk(), second(), next.id));
  EXPECT_EQ(theirs.summary.answer_due_at, theirs.summary.sent_at + std::chrono::hours{24});
  EXPECT_THAT(theirs.history.front().what, "sent");
  must(accept(office.desk(), second(), next.id));
  EXPECT_THAT(office.states_of(sent), ElementsAre("redirected", "accepted", "recalled"));
}

TEST_P(ChainTest, a_refusal_goes_on_at_once_in_an_act_of_the_clocks_own) {
  const auto sent = send_in_turn();
  must(decline(office.desk(), office.receiver(), sent.id, {"no-place", std::nullopt, ""}));
  EXPECT_THAT(office.states_of(sent), ElementsAre("declined", "draft", "draft"));
  office.send_everybody_home();
  EXPECT_EQ(office.run_jobs(), 1);
  EXPECT_THAT(office.states_of(sent), ElementsAre("redirected", "sent", "draft"));
  const auto view = must(read(office.desk(), office.sender(), sent.id));
  EXPECT_EQ(view.reason_code, "no-place");
  EXPECT_EQ(view.history.back().what, "redirected");
  EXPECT_FALSE(view.history.back().actor_team);
  EXPECT_EQ(view.next, sent.stand_ins[0].id);
  EXPECT_EQ(must(read(office.desk(), office.sender(), sent.stand_ins[0].id)).previous, sent.id);
  refuse(second(), sent.stand_ins[0].id);
  EXPECT_THAT(office.states_of(sent), ElementsAre("redirected", "redirected", "sent"));
  must(accept(office.desk(), third(), sent.stand_ins[1].id));
}

TEST_P(ChainTest, the_sender_may_keep_a_refusal_or_everything_to_herself) {
  auto input = office.asking_in_turn(case_id);
  input.move_on = MoveOn::when_late;
  const auto sent = send_in_turn(input);
  refuse(office.receiver(), sent.id);
  EXPECT_THAT(office.states_of(sent), ElementsAre("declined", "draft", "draft"));
  const auto other = office.open_case();
  auto quiet = office.asking_in_turn(other);
  quiet.move_on = MoveOn::never;
  const auto kept = send_in_turn(quiet);
  run_late(kept.id);
  EXPECT_THAT(office.states_of(kept), ElementsAre("sent", "draft", "draft"));
  // She asked that nobody else be asked by itself; that nobody answers is the coordinators' to see all the same.
  EXPECT_THAT(office.history_of(kept.id), ElementsAre("sent", "reminder", "overdue", "queued"));
  EXPECT_TRUE(must(read(office.desk(), office.sender(), kept.id)).coordination);
}

TEST_P(ChainTest, whoever_asks_anew_before_the_clock_went_on_has_it_in_hand) {
  const auto sent = send_in_turn();
  must(decline(office.desk(), office.receiver(), sent.id, {"no-place", std::nullopt, ""}));
  auto again = office.asking(case_id, office.consent_to(case_id, third().team));
  again.receiver = third().team;
  again.previous = sent.id;
  office.world.clock.advance(std::chrono::minutes{1});
  const auto anew = must(send(office.desk(), office.sender(), again));
  EXPECT_EQ(office.run_jobs(), 0);
  // Nobody is asked besides, and who stood by for the refusal stands by no more.
  EXPECT_THAT(office.states_of(sent), ElementsAre("declined", "recalled", "recalled"));
  EXPECT_TRUE(office.work_of(second()).empty());
  // A refusal of the new one is the sender's work again.
  refuse(third(), anew.id);
  const auto work = office.work_of(office.sender());
  ASSERT_EQ(work.size(), 1U);
  EXPECT_EQ(work[0].kind, "deal-with-refusal");
  EXPECT_EQ(work[0].referral, anew.id);
}

TEST_P(ChainTest, whoever_needs_nobody_any_more_is_not_moved_on) {
  auto input = office.asking_in_turn(case_id);
  const auto sent = send_in_turn(input);
  must(decline(office.desk(), office.receiver(), sent.id, {"no-place", std::nullopt, ""}));
  must(redirect(office.desk(), office.sender(), sent.id, {.stand_in = sent.stand_ins[1].id}));
  EXPECT_EQ(office.run_jobs(), 0);
  EXPECT_THAT(office.states_of(sent), ElementsAre("redirected", "draft", "sent"));
}

TEST_P(ChainTest, whoever_cannot_be_asked_is_skipped_and_the_sender_told_why) {
  const auto sent = send_in_turn();
  office.world.database.run("UPDATE member SET state = 'suspended' WHERE team = $team", {{"team", second().team}});
  refuse(office.receiver(), sent.id);
  EXPECT_THAT(office.states_of(sent), ElementsAre("redirected", "draft", "sent"));
  EXPECT_THAT(reasons_skipped(sent.id), ElementsAre("suspended"));
  EXPECT_EQ(office.notices(office.world.border.team, "referral.skipped"), 1);
  const auto about = must(read(office.desk(), office.sender(), sent.id)).history;
  EXPECT_EQ(about.at(about.size() - 2).about_team, office.clinic.team);
  // The receiver's history says nothing of it.
  for (const auto& item : must(read(office.desk(), office.receiver(), sent.id)).history)
    EXPECT_NE(item.what, "skipped");
}

TEST_P(ChainTest, a_keyless_a_closed_and_a_paused_one_are_skipped_too) {
  const auto keyless = send_in_turn();
  office.world.database.run("DELETE FROM team_key_seal WHERE team = $team", {{"team", office.clinic.team}});
  refuse(office.receiver(), keyless.id);
  EXPECT_THAT(reasons_skipped(keyless.id), ElementsAre("no-keys"));
  const auto other = office.open_case();
  auto input = office.asking(other, office.consent_to(other, office.shelter()));
  const auto agreed = office.consent_to(other, office.refuge.team);
  input.alternatives = {{office.refuge.team, agreed}};
  const auto paused = send_in_turn(input);
  must(office.on_case<void>("basis.pause", other, [&](log::Act& act, const access::Permit& permit) {
    return consent::pause(act, permit, other, agreed);
  }));
  refuse(office.receiver(), paused.id);
  EXPECT_THAT(reasons_skipped(paused.id), ElementsAre("paused"));
  EXPECT_THAT(office.states_of(paused), ElementsAre("declined", "draft"));
  const auto third_case = office.open_case();
  auto last = office.asking(third_case, office.consent_to(third_case, office.shelter()));
  last.alternatives = {{office.refuge.team, office.consent_to(third_case, office.refuge.team)}};
  const auto closed = send_in_turn(last);
  office.as_system([&](log::Act& act) { return directory::close_team(act, office.refuge.team); });
  refuse(office.receiver(), closed.id);
  EXPECT_THAT(reasons_skipped(closed.id), ElementsAre("closed"));
}

TEST_P(ChainTest, a_place_is_held_for_whoever_is_asked_and_a_full_house_is_passed_over) {
  office.state_places(office.shelter(), 1);
  office.state_places(office.clinic.team, 0);
  office.state_places(office.refuge.team, 2);
  auto input = office.asking_in_turn(case_id);
  input.hold_place = true;
  const auto sent = send_in_turn(input);
  EXPECT_EQ(must(read(office.desk(), office.receiver(), sent.id)).place, "held");
  const auto other = office.open_case();
  auto more = office.asking(other, office.consent_to(other, office.shelter()));
  more.hold_place = true;
  EXPECT_EQ(send(office.desk(), office.sender(), more).error().type, places::problems::kNoneFree);
  refuse(office.receiver(), sent.id);
  EXPECT_THAT(reasons_skipped(sent.id), ElementsAre("no-place"));
  EXPECT_EQ(must(read(office.desk(), third(), sent.stand_ins[1].id)).place, "held");
  must(accept(office.desk(), third(), sent.stand_ins[1].id));
  EXPECT_EQ(must(read(office.desk(), office.sender(), sent.stand_ins[1].id)).place, "confirmed");
  EXPECT_TRUE(send(office.desk(), office.sender(), more));
  must(complete(office.desk(), third(), sent.stand_ins[1].id, {"need-met", ""}));
  EXPECT_FALSE(must(read(office.desk(), office.sender(), sent.stand_ins[1].id)).place);
}

TEST_P(ChainTest, an_alternative_that_cannot_be_asked_is_refused_under_its_own_number) {
  auto input = office.asking_in_turn(case_id);
  const auto faults = [&] {
    std::vector<std::string> out;
    const auto sent = send(office.desk(), office.sender(), input);
    if (!sent)
      for (const auto& field : sent.error().fields) out.push_back(field.pointer + " " + field.code);
    return out;
  };
  input.alternatives[0].team = office.shelter();
  input.alternatives[1].basis = input.basis;
  EXPECT_THAT(faults(), ElementsAre("/alternatives/0/team_id contradicts", "/alternatives/1/basis_id no-basis"));
  input = office.asking_in_turn(case_id);
  office.world.database.run("UPDATE member SET state = 'suspended' WHERE team = $team", {{"team", office.clinic.team}});
  office.world.database.run("UPDATE organisation SET confirmed_at = NULL WHERE id = $id",
                            {{"id", office.refuge.organisation}});
  EXPECT_THAT(faults(), ElementsAre("/alternatives/0/team_id suspended", "/alternatives/1/team_id not-confirmed"));
  EXPECT_EQ(office.count("SELECT COUNT(*) AS n FROM referral"), 0);
}

TEST_P(ChainTest, a_withdrawal_for_one_of_them_ends_that_one_and_nobody_there_ever_hears_of_it) {
  auto input = office.asking_in_turn(case_id);
  const auto sent = send_in_turn(input);
  office.withdraw(case_id, input.alternatives[0].basis);
  EXPECT_THAT(office.states_of(sent), ElementsAre("sent", "ended", "draft"));
  EXPECT_EQ(office.count("SELECT COUNT(*) AS n FROM key_seal WHERE subject = $id AND holder = $team",
                         {{"id", sent.stand_ins[0].id}, {"team", office.clinic.team}}),
            0);
  EXPECT_EQ(office.count("SELECT COUNT(*) AS n FROM notice WHERE team = $team", {{"team", office.clinic.team}}), 0);
  EXPECT_TRUE(must(list(office.desk(), second(), Box::in, std::nullopt, {})).items.empty());
  refuse(office.receiver(), sent.id);
  EXPECT_THAT(office.states_of(sent), ElementsAre("redirected", "ended", "sent"));
}

TEST_P(ChainTest, a_recall_and_a_word_of_the_person_end_everybody_who_stands_by) {
  const auto sent = send_in_turn();
  must(recall(office.desk(), office.sender(), sent.id, "sent-in-error"));
  EXPECT_THAT(office.states_of(sent), ElementsAre("recalled", "recalled", "recalled"));
  const auto all = must(list_of_case(office.desk(), office.sender(), case_id));
  for (const auto& item : all) EXPECT_FALSE(item.summary.stands_by) << "nobody is asked any more";
  for (const auto& stand_in : sent.stand_ins) EXPECT_EQ(dormant(stand_in.id), 0);
  const auto other = office.open_case();
  const auto input = office.asking_in_turn(other);
  const auto withdrawn = send_in_turn(input);
  office.withdraw(other, input.basis);
  EXPECT_THAT(office.states_of(withdrawn), ElementsAre("ended", "recalled", "recalled"));
}

TEST_P(ChainTest, what_was_told_later_reaches_whoever_is_woken) {
  const auto sent = send_in_turn();
  casefile::WriteOptions options;
  options.today = office.pack.calendar->local_date(office.world.clock.now());
  must(office.on_case<std::int64_t>("case.write", case_id, [&](log::Act& act, const access::Permit& permit) {
    return casefile::write_versions(
        act, permit, case_id,
        {{"identity.names", Personal<std::string>{R"([{"name":"Alena Kavalchyk","kind":"as-written"}])"}}}, options);
  }));
  must(correct(office.desk(), office.sender(), sent.id, {{"identity.names"}, ""}));
  EXPECT_EQ(look(second(), sent.stand_ins[0].id).error().type, nrm::problems::kNotFound);
  refuse(office.receiver(), sent.id);
  const auto opened = must(look(second(), sent.stand_ins[0].id));
  ASSERT_EQ(opened.corrections.size(), 1U);
  EXPECT_NE(opened.corrections[0].fields.at("identity.names")->reveal().find("Kavalchyk"), std::string::npos);
}

TEST_P(ChainTest, a_basis_that_runs_out_unanswered_goes_on_to_whom_else_she_agreed_to) {
  auto input = office.asking(case_id, office.consent_to(case_id, office.shelter(), {"identity", "health"}, 1));
  input.alternatives = {{office.clinic.team, office.consent_to(case_id, office.clinic.team)}};
  const auto sent = send_in_turn(input);
  office.world.clock.advance(std::chrono::hours{48});
  office.run_jobs();
  EXPECT_THAT(office.states_of(sent), ElementsAre("expired", "sent"));
}

TEST_P(ChainTest, the_sender_goes_on_by_herself_to_whoever_stands_by_or_to_somebody_new) {
  const auto sent = send_in_turn();
  must(look(office.receiver(), sent.id));
  const auto next = must(redirect(office.desk(), office.sender(), sent.id, {}));
  EXPECT_EQ(next.id, sent.stand_ins[0].id);
  EXPECT_THAT(office.states_of(sent), ElementsAre("redirected", "sent", "draft"));
  EXPECT_EQ(office.notices(office.shelter(), "referral.redirected"), 1);
  EXPECT_EQ(look(office.receiver(), sent.id).error().type, nrm::problems::kNotFound);
  // Whoever stands by for the old one stands by for the new one.
  refuse(second(), next.id);
  EXPECT_THAT(office.states_of(sent), ElementsAre("redirected", "redirected", "sent"));
  refuse(third(), sent.stand_ins[1].id);
  EXPECT_EQ(redirect(office.desk(), office.sender(), sent.stand_ins[1].id, {}).error().type, problems::kNobodyStandsBy);
  Redirection again;
  again.receiver = office.shelter();
  again.basis = office.consent_to(case_id, office.shelter());
  const auto anew = must(redirect(office.desk(), office.sender(), sent.stand_ins[1].id, again));
  EXPECT_EQ(must(look(office.receiver(), anew.id)).fields.size(), 2U);
  EXPECT_EQ(must(read(office.desk(), office.sender(), anew.id)).chain.size(), 4U);
  must(accept(office.desk(), office.receiver(), anew.id));
  EXPECT_EQ(redirect(office.desk(), office.sender(), anew.id, {}).error().type, nrm::problems::kConflict);
}

TEST_P(ChainTest, to_somebody_new_goes_of_what_was_sent_only_what_she_agreed_to_for_them) {
  const auto sent = send_in_turn(office.asking(case_id, office.consent_to(case_id, office.shelter())));
  Redirection onwards;
  onwards.receiver = office.clinic.team;
  onwards.basis = office.consent_to(case_id, office.clinic.team, {"identity"});
  const auto next = must(redirect(office.desk(), office.sender(), sent.id, onwards));
  const auto opened = must(look(second(), next.id));
  EXPECT_EQ(opened.fields.size(), 1U);
  EXPECT_EQ(opened.fields.count("identity.names"), 1U);
}

TEST_P(ChainTest, the_same_is_not_asked_twice_and_what_ended_is_asked_anew) {
  const auto input = office.asking(case_id, office.consent_to(case_id, office.shelter()));
  const auto first = send_in_turn(input);
  const auto twice = send(office.desk(), office.sender(), input);
  ASSERT_FALSE(twice);
  EXPECT_EQ(twice.error().type, problems::kAlreadyAsked);
  EXPECT_EQ(twice.error().params.at("reference"), first.reference);
  EXPECT_EQ(must(preview(office.desk(), office.sender(), case_id, office.shelter(), "shelter", false)).already_asked,
            first.reference);
  must(recall(office.desk(), office.sender(), first.id, "sent-in-error"));
  auto again = input;
  again.previous = first.id;
  const auto second_time = send_in_turn(again);
  EXPECT_EQ(must(read(office.desk(), office.sender(), second_time.id)).previous, first.id);
  EXPECT_EQ(must(read(office.desk(), office.sender(), first.id)).next, second_time.id);
  const auto other = office.open_case();
  auto foreign = office.asking(other, office.consent_to(other, office.shelter()));
  foreign.previous = first.id;
  EXPECT_EQ(send(office.desk(), office.sender(), foreign).error().fields.at(0).pointer, "/previous_id");
}

TEST_P(ChainTest, several_needs_of_one_case_run_side_by_side) {
  const auto bed = send_in_turn();
  auto doctor = office.asking(case_id, office.consent_to(case_id, office.clinic.team));
  doctor.receiver = office.clinic.team;
  doctor.need = "medical-help";
  const auto help = send_in_turn(doctor);
  must(accept(office.desk(), second(), help.id));
  const auto all = must(list_of_case(office.desk(), office.sender(), case_id));
  EXPECT_EQ(all.size(), 4U);
  EXPECT_EQ(std::ranges::count_if(all, [](const auto& item) { return item.summary.stands_by; }), 2);
  EXPECT_THAT(office.states_of(bed), ElementsAre("sent", "draft", "draft"));
  EXPECT_EQ(list_of_case(office.desk(), office.receiver(), case_id).error().type, nrm::problems::kNotFound);
}

TEST_P(ChainTest, a_team_asks_another_of_its_own_organisation_by_the_same_way) {
  access::testing::Body annex{office.world.border.organisation, office.world.border.team};
  office.as_system([&](log::Act& act) -> Result<void> {
    const auto made = directory::add_team(act, office.world.pack,
                                          {office.world.border.organisation, "Annex", {"protection"}, {"shelter"}, {}});
    if (!made) return tl::unexpected(made.error());
    annex.team = *made;
    return {};
  });
  const auto nurse = office.world.new_person(annex, {access::Role::case_manager}, "annex.manager");
  auto input = office.asking(case_id, office.consent_to(case_id, office.shelter()));
  input.alternatives = {{annex.team, office.consent_to(case_id, annex.team)}};
  const auto sent = send_in_turn(input);
  refuse(office.receiver(), sent.id);
  const auto theirs = office.world.session(nurse);
  EXPECT_EQ(must(look(theirs, sent.stand_ins[0].id)).fields.size(), 2U);
  EXPECT_FALSE(must(read(office.desk(), theirs, sent.stand_ins[0].id)).case_id);
  must(accept(office.desk(), theirs, sent.stand_ins[0].id));
  must(make_first_contact(office.desk(), theirs, sent.stand_ins[0].id, office.world.clock.now()));
  must(begin_help(office.desk(), theirs, sent.stand_ins[0].id));
  must(end(office.desk(), theirs, sent.stand_ins[0].id, {"other", ""}));
  EXPECT_THAT(office.states_of(sent), ElementsAre("redirected", "ended"));
}

TEST_P(ChainTest, at_each_state_the_sender_takes_it_back_or_is_told_what_to_do) {
  const auto ask = [&] {
    const auto id = office.open_case();
    return must(send(office.desk(), office.sender(), office.asking(id, office.consent_to(id, office.shelter()))));
  };
  const auto take_back = [&](const ReferralId& id) {
    return recall(office.desk(), office.sender(), id, "sent-in-error");
  };
  const auto accepted = ask();
  must(accept(office.desk(), office.receiver(), accepted.id));
  EXPECT_EQ(must(take_back(accepted.id)).state, State::recalled);
  EXPECT_EQ(office.notices(office.shelter(), "referral.recalled"), 1);
  EXPECT_EQ(look(office.receiver(), accepted.id).error().type, nrm::problems::kNotFound);
  const auto helping = ask();
  must(accept(office.desk(), office.receiver(), helping.id));
  must(make_first_contact(office.desk(), office.receiver(), helping.id, office.world.clock.now()));
  EXPECT_EQ(take_back(helping.id).error().type, problems::kHelpBegan);
  must(begin_help(office.desk(), office.receiver(), helping.id));
  EXPECT_EQ(take_back(helping.id).error().type, problems::kHelpBegan);
  must(end(office.desk(), office.receiver(), helping.id, {"other", ""}));
  EXPECT_EQ(take_back(helping.id).error().type, nrm::problems::kConflict);
  const auto chain = send_in_turn();
  EXPECT_EQ(must(take_back(chain.stand_ins[0].id)).state, State::recalled);
  EXPECT_THAT(office.states_of(chain), ElementsAre("sent", "recalled", "draft"));
}

TEST_P(ChainTest, what_she_is_told_and_what_closes_a_case_count_nobody_who_was_never_asked) {
  const auto sent = send_in_turn();
  const auto shown = office.world.database->reading(
      [&](storage::Reader& reader) { return referrals_of_case(reader, case_id).size(); });
  EXPECT_EQ(shown, 1U);
  const auto open = office.world.database->reading(
      [&](storage::Reader& reader) { return open_referrals_of(reader, case_id).size(); });
  EXPECT_EQ(open, 1U);
  must(office.on_case<void>("case.close", case_id, [&](log::Act& act, const access::Permit& permit) {
    return recall_unanswered(act, permit, case_id, "sent-in-error");
  }));
  EXPECT_THAT(office.states_of(sent), ElementsAre("recalled", "recalled", "recalled"));
}

}  // namespace
}  // namespace nrm::referral::testing
