#include <gmock/gmock.h>

#include <cctype>

#include "nrm/casefile/joint_team_end.hpp"
#include "nrm/casefile/life.hpp"
#include "nrm/casefile/team_end.hpp"
#include "office.hpp"
#include "telling_words.hpp"

namespace nrm::letters {
namespace {

using access::testing::must;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::Office;
using testing::refusal;

class Letters : public ::testing::TestWithParam<storage::Kind> {
 protected:
  Office office{GetParam()};
  // No row of what a letter touches holds one of the words, as text or as bytes.
  void expect_nowhere(const std::vector<std::string>& words) {
    for (const auto* table :
         {"letter", "letter_case", "letter_try", "log_leaf", "sealed_value", "running_clock", "job", "throttle"})
      for (const auto& row : office.world.database.query(std::string{"SELECT * FROM "} + table))
        for (const auto& value : row.values()) {
          const auto* text = std::get_if<std::string>(&value);
          const auto* bytes = std::get_if<Bytes>(&value);
          const auto all = text != nullptr ? *text : bytes != nullptr ? text_of(*bytes) : std::string{};
          for (const auto& word : words) EXPECT_EQ(all.find(word), std::string::npos) << word << " in " << table;
        }
  }
  std::string first_of_work() {
    const auto items = office.waiting();
    return items.empty() ? "nothing" : items.front().kind;
  }
};
NRM_ON_EACH_DATABASE(Letters);

TEST_P(Letters, the_paper_says_what_the_hospital_needs_and_nothing_of_her) {
  const auto sent = office.send_one();
  const auto paper = Office::paper_of(office.copy_of(sent.id));
  for (const auto* said : {"Clinical Hospital No. 3", "Duty desk, room 4", "+375 17 000 00 00", "Medical help",
                           "https://help.example/answer", "2026-02-16"})
    EXPECT_THAT(paper, HasSubstr(said));
  EXPECT_THAT(paper, HasSubstr(sent.reference));
  EXPECT_FALSE(find_telling_word(paper).has_value()) << *find_telling_word(paper);
}

TEST_P(Letters, each_language_has_a_page_of_the_same_letter) {
  const auto sent = office.send_one();
  const auto paper = Office::paper_of(office.copy_of(sent.id, {"ru", "be", "en"}));
  EXPECT_THAT(paper, HasSubstr("Медицинская помощь"));
  EXPECT_THAT(paper, HasSubstr("Медыцынская дапамога"));
  EXPECT_THAT(paper, HasSubstr("16.02.2026"));
  EXPECT_THAT(paper, HasSubstr("Clinical Hospital No. 3, по-русски"));
  const auto code = testing::code_on(paper);
  EXPECT_NE(paper.find(code, paper.find(code) + 1), std::string::npos) << "every page has the one code";
  EXPECT_FALSE(find_telling_word(paper).has_value()) << *find_telling_word(paper);
}

TEST_P(Letters, what_would_tell_is_refused_or_left_out) {
  auto letter = office.to_hospital(office.open_case());
  letter.sender = "Anti-Trafficking Unit";
  letter.phone = "ask for the ЖЕРТВА line";
  EXPECT_EQ(refusal(send(office.desk(), office.sender(), letter)),
            "kernel.invalid /sender=telling-word /phone=telling-word");
  letter = office.to_hospital(letter.case_id);
  letter.partner = office.add_organisation("test-other", "House for victims");
  letter.need = "sexual-exploitation-rehabilitation";
  const auto sent = must(send(office.desk(), office.sender(), letter));
  const auto paper = Office::paper_of(office.copy_of(sent.id, {"en", "ru", "be"}));
  EXPECT_FALSE(find_telling_word(paper).has_value()) << paper;
  EXPECT_THAT(paper, HasSubstr("please ask by phone"));
  EXPECT_THAT(paper, Not(HasSubstr("House")));
}

TEST_P(Letters, an_address_that_would_tell_is_not_printed_and_the_phone_remains) {
  const auto sent = office.send_one();
  const auto paper = Office::paper_of(
      must(make_copy(office.desk(), office.sender(), sent.id, {"en"}, "https://anti-trafficking.example/answer")));
  EXPECT_FALSE(find_telling_word(paper).has_value()) << paper;
  EXPECT_THAT(paper, HasSubstr("+375 17 000 00 00"));
  EXPECT_THAT(paper, HasSubstr(sent.reference));
  EXPECT_THAT(paper, Not(HasSubstr("Code:")));
}

TEST_P(Letters, every_kind_of_help_can_be_asked_for_without_a_telling_word) {
  for (const auto& need : office.world.pack.codes_of("service")) {
    auto letter = office.to_hospital(office.open_case());
    letter.need = need;
    const auto sent = must(send(office.desk(), office.sender(), letter));
    EXPECT_FALSE(find_telling_word(Office::paper_of(office.copy_of(sent.id, {"en", "ru", "be"})))) << need;
  }
}

TEST_P(Letters, the_code_answers_once_and_the_team_is_told) {
  const auto sent = office.send_one();
  const auto code = office.new_code(sent.id);
  EXPECT_EQ(first_of_work(), "await-letter");
  ASSERT_TRUE(answer(office.desk(), office.saying_yes(sent, code)));
  EXPECT_EQ(first_of_work(), "read-letter-answer");
  EXPECT_THAT(office.noticed, ElementsAre(office.world.border.team.text() + ":letter.accepted:" + sent.id.text()));
  const auto view = office.seen(sent.id);
  EXPECT_EQ(view.state, State::accepted);
  EXPECT_EQ(view.answered_how, How::page);
  EXPECT_EQ(first_of_work(), "nothing");
  EXPECT_EQ(refusal(answer(office.desk(), office.saying_yes(sent, code))), "letters.not-taken");
  EXPECT_EQ(refusal(make_copy(office.desk(), office.sender(), sent.id, {"en"}, "x")), "kernel.conflict");
}

TEST_P(Letters, the_code_is_taken_however_it_is_typed) {
  const auto sent = office.send_one();
  auto code = office.new_code(sent.id), reference = sent.reference;
  std::string typed;
  for (const char symbol : code)
    typed += symbol == '-' ? std::string{" \u2013 "} : std::string(1, static_cast<char>(std::tolower(symbol)));
  std::erase(reference, '-');
  EXPECT_TRUE(answer(office.desk(), {" " + reference, typed, false, "no-place", "192.0.2.0/24"}));
  EXPECT_EQ(office.seen(sent.id).reason_code, "no-place");
}

TEST_P(Letters, a_new_copy_ends_the_one_before) {
  const auto sent = office.send_one();
  const auto first = office.new_code(sent.id), second = office.new_code(sent.id);
  EXPECT_EQ(refusal(answer(office.desk(), office.saying_yes(sent, first))), "letters.not-taken");
  EXPECT_TRUE(answer(office.desk(), office.saying_yes(sent, second)));
}

TEST_P(Letters, a_copy_that_cannot_be_printed_leaves_the_one_that_is_out_there) {
  const auto sent = office.send_one();
  const auto code = office.new_code(sent.id);
  const std::string unprintable = "https://\uE7F3.example/answer";
  EXPECT_EQ(refusal(make_copy(office.desk(), office.sender(), sent.id, {"en"}, unprintable)), "letters.not-printed");
  EXPECT_TRUE(answer(office.desk(), office.saying_yes(sent, code)));
}

TEST_P(Letters, after_five_wrong_codes_the_right_one_opens_nothing_until_there_is_a_new_copy) {
  const auto sent = office.send_one();
  const auto other = office.send_one();
  const auto code = office.new_code(sent.id);
  const auto wrong = office.new_code(other.id);
  for (int i = 0; i < kMaxTries; ++i) {
    EXPECT_TRUE(office.seen(sent.id).code_usable);
    EXPECT_EQ(refusal(answer(office.desk(), office.saying_yes(sent, wrong))), "letters.not-taken");
  }
  EXPECT_FALSE(office.seen(sent.id).code_usable);
  EXPECT_EQ(refusal(answer(office.desk(), office.saying_yes(sent, code))), "letters.not-taken");
  EXPECT_EQ(office.seen(sent.id).state, State::sent);
  EXPECT_TRUE(answer(office.desk(), office.saying_yes(other, wrong))) << "another letter's tries are its own";
  EXPECT_TRUE(answer(office.desk(), office.saying_yes(sent, office.new_code(sent.id))));
}

TEST_P(Letters, a_slip_of_the_pen_is_no_try) {
  const auto sent = office.send_one();
  auto code = office.new_code(sent.id);
  auto slip = code;
  slip[2] = slip[2] == 'A' ? 'B' : 'A';
  for (int i = 0; i < 2 * kMaxTries; ++i)
    EXPECT_EQ(refusal(answer(office.desk(), office.saying_yes(sent, slip))), "letters.not-taken");
  EXPECT_TRUE(answer(office.desk(), office.saying_yes(sent, code)));
}

TEST_P(Letters, one_network_that_guesses_at_many_letters_waits_and_others_do_not) {
  const auto sent = office.send_one();
  const auto code = office.new_code(sent.id);
  for (int i = 0; i < kMaxTriesOfNetwork; ++i)
    (void)answer(office.desk(), {"R-0000-0000", "nonsense", true, "", "198.51.100.0/24"});
  auto submission = office.saying_yes(sent, code);
  submission.network = "198.51.100.0/24";
  EXPECT_EQ(refusal(answer(office.desk(), submission)), "letters.not-taken");
  office.world.clock.advance(std::chrono::minutes{61});
  EXPECT_TRUE(answer(office.desk(), submission));
}

TEST_P(Letters, a_network_over_its_limit_uses_up_no_tries_of_a_letter_and_leaves_no_row) {
  const auto sent = office.send_one();
  const auto other = office.send_one();
  const auto code = office.new_code(sent.id);
  const auto wrong = office.new_code(other.id);
  const std::string network = "198.51.100.0/24";
  for (int i = 0; i < kMaxTriesOfNetwork; ++i)
    (void)answer(office.desk(), {"R-0000-0000", "nonsense", true, "", network});
  auto guess = office.saying_yes(sent, wrong);
  guess.network = network;
  for (int i = 0; i < 2 * kMaxTries; ++i) EXPECT_EQ(refusal(answer(office.desk(), guess)), "letters.not-taken");
  EXPECT_TRUE(office.seen(sent.id).code_usable);
  EXPECT_TRUE(office.world.database
                  .query("SELECT subject FROM letter_try WHERE subject = $reference", {{"reference", sent.reference}})
                  .empty());
  EXPECT_TRUE(answer(office.desk(), office.saying_yes(sent, code))) << "from a network of its own";
}

TEST_P(Letters, what_was_typed_is_forgotten_after_its_time) {
  const auto sent = office.send_one();
  const auto other = office.send_one();
  auto guess = office.saying_yes(sent, office.new_code(other.id));
  (void)answer(office.desk(), guess);
  const auto subjects = [&] { return office.world.database.query("SELECT subject FROM letter_try").size(); };
  EXPECT_EQ(subjects(), 2U);
  office.world.clock.advance(std::chrono::minutes{61});
  guess.network = "198.51.100.0/24";
  (void)answer(office.desk(), guess);
  EXPECT_EQ(subjects(), 2U) << "the first network's row is gone, the reference's is not";
  office.world.clock.advance(std::chrono::hours{24 * 91});
  (void)answer(office.desk(), {"R-0000-0000", "nonsense", true, "", "203.0.113.0/24"});
  EXPECT_EQ(subjects(), 2U) << "the slip and its network";
}

TEST_P(Letters, when_the_days_are_over_the_page_takes_nothing_and_the_team_decides) {
  const auto sent = office.send_one();
  const auto code = office.new_code(sent.id);
  office.world.clock.set(sent.until);
  EXPECT_EQ(refusal(answer(office.desk(), office.saying_yes(sent, code))), "letters.not-taken")
      << "however late the clock's own act is";
  office.run_jobs();
  EXPECT_EQ(first_of_work(), "late-letter");
  EXPECT_EQ(office.seen(sent.id).state, State::expired);
  EXPECT_EQ(first_of_work(), "late-letter") << "having read it is not having dealt with it";
  EXPECT_EQ(refusal(answer(office.desk(), office.saying_yes(sent, code))), "letters.not-taken");
  EXPECT_EQ(must(record_answer(office.desk(), office.sender(), sent.id, {true, "", How::phone})), State::accepted);
  EXPECT_EQ(first_of_work(), "nothing");
}

TEST_P(Letters, the_last_moment_of_the_last_day_is_in_time) {
  const auto sent = office.send_one();
  const auto code = office.new_code(sent.id);
  EXPECT_EQ(to_rfc3339(sent.until), "2026-02-16T21:00:00Z") << "midnight in Minsk after fourteen days";
  office.world.clock.set(sent.until - std::chrono::microseconds{1});
  EXPECT_TRUE(answer(office.desk(), office.saying_yes(sent, code)));
}

TEST_P(Letters, an_answer_by_phone_is_recorded_with_who_heard_it) {
  const auto sent = office.send_one();
  EXPECT_EQ(refusal(record_answer(office.desk(), office.sender(), sent.id, {false, "because", How::phone})),
            "kernel.invalid /reason=not-in-list");
  EXPECT_EQ(refusal(record_answer(office.desk(), office.sender(), sent.id, {true, "", How::page})),
            "kernel.invalid /how=not-in-list");
  must(record_answer(office.desk(), office.sender(), sent.id, {false, "no-place", How::paper}));
  const auto view = office.seen(sent.id);
  EXPECT_EQ(view.state, State::declined);
  EXPECT_EQ(view.recorded_by, office.world.officer.id);
  EXPECT_EQ(view.answered_how, How::paper);
  EXPECT_TRUE(office.noticed.empty()) << "the team did it itself";
  EXPECT_EQ(refusal(recall(office.desk(), office.sender(), sent.id, "other")), "kernel.conflict");
}

TEST_P(Letters, a_letter_that_was_taken_back_is_not_answered_any_more) {
  const auto sent = office.send_one();
  const auto code = office.new_code(sent.id);
  EXPECT_EQ(must(recall(office.desk(), office.sender(), sent.id, "need-met-otherwise")), State::recalled);
  EXPECT_EQ(refusal(answer(office.desk(), office.saying_yes(sent, code))), "letters.not-taken");
  office.world.clock.set(sent.until);
  office.run_jobs();
  EXPECT_EQ(office.seen(sent.id).state, State::recalled);
}

TEST_P(Letters, other_teams_find_nothing) {
  const auto sent = office.send_one();
  const auto id = office.seen(sent.id).case_id;
  const auto other = office.stranger();
  EXPECT_EQ(refusal(read(office.desk(), other, sent.id)), "kernel.not-found");
  EXPECT_EQ(refusal(list(office.desk(), other, id)), "kernel.not-found");
  EXPECT_EQ(refusal(make_copy(office.desk(), other, sent.id, {"en"}, "x")), "kernel.not-found");
  EXPECT_EQ(refusal(record_answer(office.desk(), other, sent.id, {true, "", How::phone})), "kernel.not-found");
  EXPECT_EQ(refusal(recall(office.desk(), other, sent.id, "other")), "kernel.not-found");
  EXPECT_EQ(refusal(send(office.desk(), other, office.to_hospital(id))), "kernel.not-found");
}

TEST_P(Letters, a_body_with_a_team_here_is_sent_a_referral) {
  auto letter = office.to_hospital(office.open_case());
  letter.partner = office.world.shelter.organisation;
  EXPECT_EQ(refusal(send(office.desk(), office.sender(), letter)), "letters.connected");
}

TEST_P(Letters, a_partner_named_by_hand_is_printed_and_lies_nowhere_in_the_clear) {
  auto letter = office.to_hospital(office.open_case());
  letter.partner.reset();
  EXPECT_EQ(refusal(send(office.desk(), office.sender(), letter)), "kernel.invalid /partner_name=required");
  letter.partner_name = "CANARYPARTNER Hospice";
  letter.phone = "CANARYPHONE 12";
  const auto sent = must(send(office.desk(), office.sender(), letter));
  EXPECT_THAT(Office::paper_of(office.copy_of(sent.id)), HasSubstr("CANARYPARTNER Hospice"));
  EXPECT_EQ(office.seen(sent.id).lines->reveal().partner_name, "CANARYPARTNER Hospice");
  expect_nowhere({"CANARY"});
}

TEST_P(Letters, the_code_is_kept_nowhere) {
  const auto sent = office.send_one();
  const auto code = office.new_code(sent.id);
  auto plain = code;
  std::erase(plain, '-');
  (void)answer(office.desk(), {sent.reference, office.new_code(sent.id), false, "no-place", "192.0.2.0/24"});
  (void)answer(office.desk(), office.saying_yes(sent, code));
  expect_nowhere({code, plain});
}

TEST_P(Letters, a_closed_case_takes_its_letters_back) {
  const auto sent = office.send_one();
  office.react(casefile::kCaseClosed, office.seen(sent.id).case_id.text());
  EXPECT_EQ(office.seen(sent.id).state, State::recalled);
  EXPECT_EQ(office.seen(sent.id).reason_code, "case-closed");
}

TEST_P(Letters, erasing_the_case_leaves_that_a_body_was_asked_and_nothing_that_leads_to_her) {
  const auto sent = office.send_one();
  const auto code = office.new_code(sent.id);
  office.react(casefile::kCaseErased, office.seen(sent.id).case_id.text());
  EXPECT_EQ(refusal(read(office.desk(), office.sender(), sent.id)), "kernel.not-found");
  EXPECT_EQ(refusal(answer(office.desk(), office.saying_yes(sent, code))), "letters.not-taken");
  EXPECT_TRUE(office.world.database.query("SELECT letter FROM letter_case").empty());
  EXPECT_EQ(first_of_work(), "nothing");
  EXPECT_THAT(office.forgotten, ElementsAre(sent.id.text())) << "a notice that names the letter must not outlive it";
  const auto figures = office.world.database->reading([&](storage::Reader& reader) {
    return figure_rows(reader, *parse_rfc3339("2026-02-01T00:00:00Z"), *parse_rfc3339("2026-03-01T00:00:00Z"));
  });
  ASSERT_EQ(figures.size(), 1U);
  EXPECT_EQ(figures[0].state, State::recalled);
  EXPECT_EQ(figures[0].partner, office.hospital);
  office.world.clock.set(sent.until);
  EXPECT_EQ(office.run_jobs(), 0);
}

TEST_P(Letters, a_case_given_to_another_team_takes_its_letters_and_clocks_along) {
  const auto sent = office.send_one();
  const auto id = office.seen(sent.id).case_id;
  office.by_system<int>("directory.add-team", [&](log::Act& act) -> Result<int> {
    move_letters(act, id, office.world.shelter.team);
    return 0;
  });
  EXPECT_EQ(first_of_work(), "nothing");
  const auto border = office.world.border.team.text(), shelter = office.world.shelter.team.text();
  EXPECT_THAT(office.moved, ElementsAre(border + ":" + shelter + ":" + sent.id.text()));
  office.world.clock.set(sent.until);
  office.run_jobs();
  EXPECT_EQ(office.noticed.back(), office.world.shelter.team.text() + ":letter.expired:" + sent.id.text());
}

TEST_P(Letters, when_a_joint_team_ends_its_letters_are_the_holding_teams) {
  const auto sent = office.send_one(), own = office.send_one();
  const auto border = office.world.border.team.text(), shelter = office.world.shelter.team.text();
  const auto id = office.seen(sent.id).case_id;
  // As if the shelter had sent it while it held the case together with the border.
  office.world.database.run("UPDATE letter SET from_team = $team WHERE id = $id", {{"team", shelter}, {"id", sent.id}});
  office.world.database.run("UPDATE running_clock SET team = $team WHERE subject_id = $id",
                            {{"team", shelter}, {"id", sent.id}});
  ASSERT_EQ(office.waiting().size(), 1U);
  office.react(casefile::kJointTeamEnded, id.text() + ":" + shelter);
  EXPECT_EQ(office.waiting().size(), 2U);
  EXPECT_EQ(office.seen(sent.id).case_id, id);
  const auto row = office.world.database.query("SELECT sent_by_team FROM letter WHERE id = $id", {{"id", sent.id}});
  EXPECT_EQ(row.at(0).text("sent_by_team"), shelter);
  EXPECT_THAT(office.moved, ElementsAre(shelter + ":" + border + ":" + sent.id.text()));
  office.world.clock.set(sent.until);
  office.run_jobs();
  EXPECT_THAT(office.noticed, ::testing::Contains(border + ":letter.expired:" + sent.id.text()));
}

TEST_P(Letters, a_merged_team_has_the_letters_of_the_other) {
  const auto sent = office.send_one();
  office.react(casefile::kTeamMerged, office.world.border.team.text() + ":" + office.world.shelter.team.text());
  const auto row = office.world.database.query("SELECT from_team FROM letter").at(0);
  EXPECT_EQ(row.text("from_team"), office.world.shelter.team.text());
}

}  // namespace
}  // namespace nrm::letters
