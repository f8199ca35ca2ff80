#include "nrm/referral/withdrawal_preview.hpp"
#include "office.hpp"

namespace nrm::referral::testing {
namespace {

class SendTest : public ::testing::TestWithParam<storage::Kind> {
 protected:
  Office office{GetParam()};
};
NRM_ON_EACH_DATABASE(SendTest);

TEST_P(SendTest, goes_from_sending_to_a_completed_help) {
  const auto id = office.open_case();
  auto input = office.asking(id, office.consent_to(id, office.shelter()));
  input.question = "Is there a bed for tonight?";
  const auto sent = must(send(office.desk(), office.sender(), input));
  EXPECT_TRUE(sent.reference.starts_with("R-"));

  const auto inbox = must(list(office.desk(), office.receiver(), Box::in, std::nullopt, {}));
  ASSERT_EQ(inbox.items.size(), 1U);
  EXPECT_TRUE(inbox.items[0].unread);
  EXPECT_EQ(inbox.items[0].state, State::sent);

  const auto opened = must(open(office.desk(), office.receiver(), sent.id, "assist", "a bed is asked for"));
  EXPECT_EQ(opened.fields.at("health.needs").reveal(), "Insulin, twice a day.");
  EXPECT_EQ(opened.fields.size(), 2U);
  EXPECT_EQ(must(read(office.desk(), office.sender(), sent.id)).summary.state, State::seen);

  const auto view = must(read(office.desk(), office.receiver(), sent.id));
  ASSERT_EQ(view.line.size(), 1U);
  EXPECT_EQ(view.line[0].text->reveal(), "Is there a bed for tonight?");
  EXPECT_FALSE(view.case_id);
  must(answer(office.desk(), office.receiver(), sent.id, view.line[0].id, "Yes, two."));
  must(accept(office.desk(), office.receiver(), sent.id));
  must(make_first_contact(office.desk(), office.receiver(), sent.id, office.world.clock.now()));
  must(begin_help(office.desk(), office.receiver(), sent.id));
  must(complete(office.desk(), office.receiver(), sent.id, {"need-met", "She moved in."}));

  const auto end = must(read(office.desk(), office.sender(), sent.id));
  EXPECT_EQ(end.summary.state, State::completed);
  EXPECT_EQ(end.reason_code, "need-met");
  EXPECT_EQ(end.case_id, id);
  ASSERT_EQ(end.line.size(), 3U);
  EXPECT_EQ(end.line[1].text->reveal(), "Yes, two.");
  EXPECT_EQ(end.line[2].kind, "note");
  EXPECT_TRUE(end.allowed.empty());
}

TEST_P(SendTest, a_declined_referral_says_why_and_whom_to_ask) {
  const auto sent = office.send_one();
  must(decline(office.desk(), office.receiver(), sent.id, {"no-place", office.clinic.team, "Full until Friday."}));
  const auto view = must(read(office.desk(), office.sender(), sent.id));
  EXPECT_EQ(view.summary.state, State::declined);
  EXPECT_EQ(view.reason_code, "no-place");
  EXPECT_EQ(view.suggestion, office.clinic.team);
  EXPECT_TRUE(view.summary.unread);
  EXPECT_FALSE(must(read(office.desk(), office.sender(), sent.id)).summary.unread);
  EXPECT_EQ(open(office.desk(), office.receiver(), sent.id, "assist", "once more").error().type,
            nrm::problems::kNotFound);
}

TEST_P(SendTest, the_receivers_keys_to_a_declined_or_recalled_parcel_are_gone) {
  const auto keys_of = [&](const TeamId& team) {
    return office.count("SELECT COUNT(*) AS n FROM key_seal WHERE subject_kind = 'parcel' AND holder = $team",
                        {{"team", team}});
  };
  const auto declined = office.send_one();
  const auto of_sender = keys_of(office.world.border.team);
  EXPECT_GT(keys_of(office.shelter()), 0);
  must(decline(office.desk(), office.receiver(), declined.id, {"no-place", std::nullopt, ""}));
  EXPECT_EQ(keys_of(office.shelter()), 0);
  EXPECT_EQ(keys_of(office.world.border.team), of_sender);
  const auto recalled = office.send_one();
  EXPECT_GT(keys_of(office.shelter()), 0);
  must(recall(office.desk(), office.sender(), recalled.id, "sent-in-error"));
  EXPECT_EQ(keys_of(office.shelter()), 0);
}

TEST_P(SendTest, a_question_called_back_is_read_by_nobody_but_who_asked_it) {
  const auto id = office.open_case();
  auto input = office.asking(id, office.consent_to(id, office.shelter()));
  input.question = "Is there a bed for tonight?";
  const auto sent = must(send(office.desk(), office.sender(), input));
  must(recall(office.desk(), office.sender(), sent.id, "sent-in-error"));
  EXPECT_EQ(must(read(office.desk(), office.sender(), sent.id)).line.at(0).text->reveal(), input.question);
  EXPECT_FALSE(must(read(office.desk(), office.receiver(), sent.id)).line.at(0).text);
}

TEST_P(SendTest, a_sender_reads_what_it_sent_even_when_the_receiver_no_longer_may) {
  const auto sent = office.send_one();
  must(decline(office.desk(), office.receiver(), sent.id, {"no-place", std::nullopt, ""}));
  const auto opened = must(open(office.desk(), office.sender(), sent.id, "refer", "to ask another shelter"));
  EXPECT_FALSE(opened.fields.empty());
}

TEST_P(SendTest, a_reason_that_is_not_in_the_pack_is_refused) {
  const auto sent = office.send_one();
  const auto refused = decline(office.desk(), office.receiver(), sent.id, {"because", std::nullopt, ""});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().fields.at(0).pointer, "/reason");
  EXPECT_EQ(must(read(office.desk(), office.sender(), sent.id)).summary.state, State::sent);
}

TEST_P(SendTest, carries_only_what_the_basis_covers_and_the_case_holds) {
  const auto id = office.open_case();
  auto input = office.asking(id, office.consent_to(id, office.shelter(), {"identity"}));
  const auto uncovered = send(office.desk(), office.sender(), input);
  ASSERT_FALSE(uncovered);
  EXPECT_EQ(uncovered.error().type, problems::kFieldNotCovered);
  EXPECT_EQ(uncovered.error().fields.at(0).pointer, "/fields/1");
  input.fields = {"identity.names", "identity.birth-place"};
  const auto empty = send(office.desk(), office.sender(), input);
  ASSERT_FALSE(empty);
  EXPECT_EQ(empty.error().fields.at(0).code, "empty");
  EXPECT_EQ(office.count("SELECT COUNT(*) AS n FROM referral"), 0);
  EXPECT_EQ(office.count("SELECT COUNT(*) AS n FROM parcel_part"), 0);
}

TEST_P(SendTest, needs_a_basis_that_lives) {
  const auto id = office.open_case();
  const auto basis = office.consent_to(id, office.shelter(), {"identity", "health"}, 3);
  const auto input = office.asking(id, basis);
  office.set_clock("2026-05-04T09:00:00Z");
  EXPECT_EQ(send(office.desk(), office.sender(), input).error().type, consent::problems::kNoBasis);
  const auto again = office.consent_to(id, office.shelter());
  office.withdraw(id, again);
  EXPECT_EQ(send(office.desk(), office.sender(), office.asking(id, again)).error().type, consent::problems::kNoBasis);
}

TEST_P(SendTest, asks_only_a_team_that_offers_the_need) {
  const auto id = office.open_case();
  auto input = office.asking(id, office.consent_to(id, office.shelter()));
  input.need = "legal-aid";
  EXPECT_EQ(send(office.desk(), office.sender(), input).error().type, problems::kReceiverCannotHelp);
  input.need = "flying";
  EXPECT_EQ(send(office.desk(), office.sender(), input).error().fields.at(0).pointer, "/need");
}

TEST_P(SendTest, shows_beforehand_what_would_go_and_until_when_it_is_answered) {
  const auto id = office.open_case();
  const auto basis = office.consent_to(id, office.shelter());
  const auto shown = must(preview(office.desk(), office.sender(), id, office.shelter(), "shelter", false));
  EXPECT_EQ(shown.basis, basis);
  const auto held = std::ranges::count_if(shown.fields, [](const auto& item) { return item.value_present; });
  EXPECT_EQ(held, 2);
  EXPECT_GT(shown.fields.size(), 2U);
}

TEST_P(SendTest, a_third_team_finds_nothing_anywhere) {
  const auto id = office.open_case();
  const auto input = office.asking(id, office.consent_to(id, office.shelter()));
  const auto sent = must(send(office.desk(), office.sender(), input));
  const auto who = office.stranger();
  const auto desk = office.desk();
  const auto line = LineId::random(office.world.random);
  const auto gone = [](const auto& result) { return !result && result.error().type == nrm::problems::kNotFound; };
  EXPECT_TRUE(gone(read(desk, who, sent.id)));
  EXPECT_TRUE(gone(open(desk, who, sent.id, "assist", "curious about it")));
  EXPECT_TRUE(gone(accept(desk, who, sent.id)));
  EXPECT_TRUE(gone(decline(desk, who, sent.id, {"no-place", std::nullopt, ""})));
  EXPECT_TRUE(gone(recall(desk, who, sent.id, "sent-in-error")));
  EXPECT_TRUE(gone(make_first_contact(desk, who, sent.id, office.world.clock.now())));
  EXPECT_TRUE(gone(begin_help(desk, who, sent.id)));
  EXPECT_TRUE(gone(complete(desk, who, sent.id, {"need-met", ""})));
  EXPECT_TRUE(gone(end(desk, who, sent.id, {"other", ""})));
  EXPECT_TRUE(gone(ask(desk, who, sent.id, "Who is it?")));
  EXPECT_TRUE(gone(answer(desk, who, sent.id, line, "Nobody.")));
  EXPECT_TRUE(gone(send(desk, who, input)));
  EXPECT_TRUE(gone(preview(desk, who, id, office.shelter(), "shelter", false)));
  EXPECT_TRUE(must(list(desk, who, Box::in, std::nullopt, {})).items.empty());
  EXPECT_TRUE(office.work_of(who).empty());
  EXPECT_EQ(must(read(desk, office.sender(), sent.id)).version, 1);
}

TEST_P(SendTest, each_side_has_only_its_own_arrows) {
  const auto sent = office.send_one();
  const auto gone = [](const auto& result) { return !result && result.error().type == nrm::problems::kNotFound; };
  EXPECT_TRUE(gone(recall(office.desk(), office.receiver(), sent.id, "sent-in-error")));
  EXPECT_TRUE(gone(accept(office.desk(), office.sender(), sent.id)));
  EXPECT_EQ(must(read(office.desk(), office.sender(), sent.id)).allowed,
            (std::vector{ArrowName::redirect, ArrowName::recall}));
}

TEST_P(SendTest, withdrawal_hides_the_parcel_and_tells_the_receiver_only_not_to_contact) {
  const auto id = office.open_case();
  const auto basis = office.consent_to(id, office.shelter());
  const auto sent = must(send(office.desk(), office.sender(), office.asking(id, basis)));
  must(open(office.desk(), office.receiver(), sent.id, "assist", "first look at it"));
  office.withdraw(id, basis);
  EXPECT_EQ(open(office.desk(), office.receiver(), sent.id, "assist", "second look").error().type,
            nrm::problems::kNotFound);
  const auto view = must(read(office.desk(), office.receiver(), sent.id));
  EXPECT_TRUE(view.summary.do_not_contact);
  EXPECT_EQ(view.history.back().what, "do-not-contact");
  EXPECT_TRUE(view.allowed.empty());
  office.set_clock("2026-06-01T09:00:00Z");
  office.run_jobs();
  const auto after = must(read(office.desk(), office.sender(), sent.id));
  EXPECT_EQ(after.history.back().what, "do-not-contact");
}

TEST_P(SendTest, pages_the_list_without_repeating_or_skipping) {
  std::set<std::string> all;
  for (int i = 0; i < 5; ++i) all.insert(office.send_one().reference);
  std::set<std::string> seen;
  PageRequest request{2, std::nullopt};
  do {
    const auto page = must(list(office.desk(), office.sender(), Box::out, State::sent, request));
    for (const auto& item : page.items) EXPECT_TRUE(seen.insert(item.reference).second);
    request.after = page.next;
  } while (request.after);
  EXPECT_EQ(seen, all);
  EXPECT_FALSE(list(office.desk(), office.sender(), Box::out, std::nullopt, {50, "nonsense"}));
}

TEST_P(SendTest, nothing_of_the_person_lies_in_the_clear) {
  const auto id = office.open_case();
  auto input = office.asking(id, office.consent_to(id, office.shelter()));
  input.question = "Insulin at night too?";
  must(send(office.desk(), office.sender(), input));
  for (const char* table : {"referral", "referral_history", "notice"})
    for (const auto& row : office.world.database.query(std::string{"SELECT * FROM "} + table))
      for (const char* column : {"id", "reference", "what", "kind", "need"}) {
        try {
          EXPECT_EQ(row.text(column).find(id.text()), std::string::npos);
        } catch (const std::logic_error&) {
        }
      }
  for (const auto& row : office.world.database.query("SELECT sealed FROM parcel_part"))
    EXPECT_EQ(nrm::text_of(row.blob("sealed")).find("Insulin"), std::string::npos);
  for (const auto& row : office.world.database.query("SELECT sealed FROM referral_line"))
    EXPECT_EQ(nrm::text_of(row.blob("sealed")).find("Insulin"), std::string::npos);
}

TEST_P(SendTest, the_preview_of_a_withdrawal_shows_what_a_merged_case_agreed_asked_and_announced) {
  const auto absorbed = office.open_case();
  const auto basis = office.consent_to(absorbed, office.shelter());
  const auto sent = must(send(office.desk(), office.sender(), office.asking(absorbed, basis)));
  const auto letter = letters::LetterId::random(office.world.random);
  office.world.database.run(
      "INSERT INTO letter (id, reference, from_team, need, agreed, state, version, sent_at, sent_by, due_at, copies, "
      "unread) VALUES ($id, 'L-TEST', $team, 'shelter', 'person', 'sent', 1, 1, 'm', 2, 1, 0)",
      {{"id", letter}, {"team", office.world.border.team}});
  office.world.database.run("INSERT INTO letter_case (letter, case_id) VALUES ($id, $case)",
                            {{"id", letter}, {"case", absorbed}});
  const auto survivor = office.open_case();
  office.merge(survivor, absorbed);
  const auto preview = must(preview_withdrawal(office.desk(), office.sender(), survivor));
  ASSERT_EQ(preview.receivers.size(), 1U);
  const auto& shelter = preview.receivers[0];
  EXPECT_EQ(shelter.receiver, office.shelter());
  EXPECT_TRUE(shelter.can_pause);
  ASSERT_EQ(shelter.ends.size(), 1U);
  EXPECT_EQ(shelter.ends[0].id, basis);
  ASSERT_EQ(shelter.passed_on.size(), 1U);
  EXPECT_EQ(shelter.passed_on[0].id, sent.id);
  EXPECT_TRUE(shelter.passed_on[0].stops);
  ASSERT_EQ(preview.letters.size(), 1U);
  EXPECT_EQ(preview.letters[0].letter.id, letter);
  must(office.on_case<consent::Withdrawn>("basis.withdraw", survivor, [&](log::Act& act, const access::Permit& permit) {
    return consent::withdraw_all(act, permit, office.pack, survivor, std::nullopt);
  }));
  EXPECT_TRUE(must(read(office.desk(), office.receiver(), sent.id)).summary.do_not_contact);
}

TEST_P(SendTest, what_a_merged_case_sent_goes_on_when_she_agrees_anew_in_the_surviving_one) {
  const auto absorbed = office.open_case();
  const auto basis = office.consent_to(absorbed, office.shelter());
  const auto sent = must(send(office.desk(), office.sender(), office.asking(absorbed, basis)));
  const auto survivor = office.open_case();
  office.merge(survivor, absorbed);
  must(office.on_case<void>("basis.pause", survivor, [&](log::Act& act, const access::Permit& permit) {
    return consent::pause(act, permit, survivor, basis);
  }));
  const auto standing_still = [&] {
    return office.count("SELECT COUNT(*) AS n FROM referral WHERE id = $s AND access = 'paused'", {{"s", sent.id}});
  };
  EXPECT_EQ(standing_still(), 1);
  office.world.clock.advance(std::chrono::seconds{1});
  office.consent_to(survivor, office.shelter());
  EXPECT_EQ(standing_still(), 0);
  const auto history = office.history_of(sent.id);
  for (const auto* word : {"paused", "resumed"}) EXPECT_EQ(std::ranges::count(history, word), 1) << word;
}

}  // namespace
}  // namespace nrm::referral::testing
