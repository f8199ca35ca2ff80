#include "office.hpp"

namespace nrm::referral::testing {
namespace {

class ClockTest : public ::testing::TestWithParam<storage::Kind> {
 protected:
  Office office{GetParam()};
  std::vector<std::string> history(const ReferralId& id) {
    std::vector<std::string> out;
    for (const auto& item : must(read(office.desk(), office.sender(), id)).history) out.push_back(item.what);
    return out;
  }
};
NRM_ON_EACH_DATABASE(ClockTest);

// Sent on Thursday 30 April 2026, before the holiday and a weekend: counted here day by day, apart from the deadline's
// code.
TEST_P(ClockTest, three_working_days_reach_over_the_may_holidays) {
  const auto sent = office.send_one();
  const auto start = std::chrono::sys_days{*parse_iso_date("2026-04-30")};
  auto day = start;
  for (int left = 3; left > 0;) {
    day += std::chrono::days{1};
    if (office.pack.calendar->is_working(Date{day})) --left;
  }
  EXPECT_GT(day - start, std::chrono::days{3});
  EXPECT_EQ(sent.answer_due_at, office.pack.calendar->end_of(Date{day}));
}

TEST_P(ClockTest, reminds_and_says_overdue_once_each_over_restarts) {
  const auto sent = office.send_one();
  EXPECT_EQ(office.run_jobs(), 0);
  const auto due = sent.answer_due_at;
  office.world.clock.set(due - std::chrono::hours{2});
  office.run_jobs();
  EXPECT_EQ(history(sent.id), (std::vector<std::string>{"sent", "reminder"}));
  office.world.restart();
  office.wire();
  office.run_jobs();
  office.world.clock.set(due + std::chrono::seconds{1});
  office.run_jobs();
  office.world.restart();
  office.wire();
  office.world.clock.set(due + std::chrono::hours{72});
  office.run_jobs();
  office.run_jobs();
  EXPECT_EQ(history(sent.id), (std::vector<std::string>{"sent", "reminder", "overdue", "queued"}));
  EXPECT_EQ(office.count("SELECT COUNT(*) AS n FROM notice WHERE kind = 'referral.overdue' AND team = $team",
                         {{"team", office.world.border.team}}),
            1);
}

TEST_P(ClockTest, a_server_that_slept_through_both_tells_both_once) {
  const auto sent = office.send_one();
  office.world.clock.set(sent.answer_due_at + std::chrono::hours{24});
  office.run_jobs();
  office.run_jobs();
  EXPECT_EQ(history(sent.id), (std::vector<std::string>{"sent", "reminder", "overdue", "queued"}));
}

TEST_P(ClockTest, an_answer_stops_the_clock) {
  const auto sent = office.send_one(true);
  EXPECT_EQ(sent.answer_due_at, office.world.clock.now() + std::chrono::hours{24});
  must(decline(office.desk(), office.receiver(), sent.id, {"no-place", std::nullopt, ""}));
  office.world.clock.advance(std::chrono::hours{48});
  EXPECT_EQ(office.run_jobs(), 0);
  EXPECT_EQ(history(sent.id), (std::vector<std::string>{"sent", "declined"}));
  EXPECT_FALSE(must(read(office.desk(), office.sender(), sent.id)).summary.clock_state);
}

TEST_P(ClockTest, after_acceptance_the_first_contact_has_its_own_time) {
  const auto sent = office.send_one(true);
  must(accept(office.desk(), office.receiver(), sent.id));
  const auto accepted = must(read(office.desk(), office.sender(), sent.id)).summary;
  EXPECT_FALSE(accepted.clock_state);
  ASSERT_TRUE(accepted.first_contact_due_at);
  EXPECT_EQ(*accepted.first_contact_due_at, office.world.clock.now() + std::chrono::hours{24});
  EXPECT_EQ(accepted.first_contact_state, pathway::ClockState::on_time);
  office.world.clock.advance(std::chrono::hours{25});
  office.run_jobs();
  office.run_jobs();
  EXPECT_EQ(history(sent.id),
            (std::vector<std::string>{"sent", "accepted", "first-contact-reminder", "first-contact-overdue"}));
  EXPECT_EQ(office.notices(office.world.border.team, "referral.first-contact-overdue"), 1);
  EXPECT_EQ(office.notices(office.shelter(), "referral.first-contact-overdue"), 1);
  must(make_first_contact(office.desk(), office.receiver(), sent.id, office.world.clock.now()));
  office.world.clock.advance(std::chrono::hours{200});
  EXPECT_EQ(office.run_jobs(), 0);
}

TEST_P(ClockTest, whoever_cannot_be_reached_stops_the_time_of_the_first_contact_and_the_sender_sees_why) {
  const auto sent = office.send_one(true);
  const std::string reason{"person-not-reachable"};
  EXPECT_EQ(pause_clock(office.desk(), office.receiver(), sent.id, reason).error().type, nrm::problems::kConflict);
  must(accept(office.desk(), office.receiver(), sent.id));
  const auto due = must(read(office.desk(), office.sender(), sent.id)).summary.first_contact_due_at;
  must(pause_clock(office.desk(), office.receiver(), sent.id, reason));
  EXPECT_EQ(pause_clock(office.desk(), office.receiver(), sent.id, reason).error().type, nrm::problems::kConflict);
  EXPECT_EQ(pause_clock(office.desk(), office.receiver(), sent.id, "holiday").error().fields.at(0).pointer, "/reason");
  EXPECT_EQ(must(read(office.desk(), office.sender(), sent.id)).summary.paused_by, (std::vector{reason}));
  const auto stopped = office.world.clock.now();
  office.world.clock.advance(std::chrono::hours{40});
  EXPECT_EQ(office.run_jobs(), 0);
  must(resume_clock(office.desk(), office.receiver(), sent.id, reason));
  const auto later = must(read(office.desk(), office.sender(), sent.id)).summary;
  EXPECT_TRUE(later.paused_by.empty());
  EXPECT_GE(*later.first_contact_due_at, *due + std::chrono::hours{40});
  EXPECT_LE(*later.first_contact_due_at, *due + (office.world.clock.now() - stopped));
  EXPECT_EQ(history(sent.id), (std::vector<std::string>{"sent", "accepted", "clock-paused", "clock-resumed"}));
  EXPECT_EQ(must(read(office.desk(), office.sender(), sent.id)).history.at(2).reason_code, reason);
}

TEST_P(ClockTest, a_question_of_the_receiver_stops_the_time_to_answer_until_the_sender_has_answered) {
  const auto sent = office.send_one(true);
  const auto question = must(ask(office.desk(), office.receiver(), sent.id, "Does she come with children?"));
  EXPECT_EQ(must(read(office.desk(), office.sender(), sent.id)).summary.paused_by,
            (std::vector<std::string>{"question-open"}));
  office.world.clock.advance(std::chrono::hours{30});
  EXPECT_EQ(office.run_jobs(), 0);
  // Whoever answers her own question answers nothing.
  must(answer(office.desk(), office.receiver(), sent.id, question, "Perhaps two."));
  EXPECT_FALSE(must(read(office.desk(), office.sender(), sent.id)).summary.paused_by.empty());
  must(answer(office.desk(), office.sender(), sent.id, question, "No, alone."));
  const auto view = must(read(office.desk(), office.sender(), sent.id));
  EXPECT_TRUE(view.summary.paused_by.empty());
  EXPECT_GE(view.summary.answer_due_at, sent.answer_due_at + std::chrono::hours{30});
  EXPECT_EQ(history(sent.id), (std::vector<std::string>{"sent", "clock-paused", "clock-resumed"}));
}

TEST_P(ClockTest, a_question_after_the_time_is_over_takes_no_lateness_away) {
  const auto sent = office.send_one(true);
  office.world.clock.set(sent.answer_due_at + std::chrono::hours{1});
  office.run_jobs();
  const auto expect_late = [&] {
    for (const auto& who : {office.receiver(), office.sender()}) {
      EXPECT_EQ(must(read(office.desk(), who, sent.id)).summary.clock_state, pathway::ClockState::overdue);
      for (const auto& item : office.work_of(who))
        if (item.kind == "answer-referral" || item.kind == "await-answer") {
          EXPECT_EQ(item.state, pathway::ClockState::overdue) << item.kind;
        }
    }
  };
  must(ask(office.desk(), office.receiver(), sent.id, "Does she come with children?"));
  EXPECT_TRUE(must(read(office.desk(), office.sender(), sent.id)).summary.paused_by.empty());
  expect_late();
  // Whatever else says that it stands still, it had run out.
  office.world.database.run("UPDATE referral SET paused_by = 'consent-paused' WHERE id = $id", {{"id", sent.id}});
  expect_late();
}

TEST_P(ClockTest, a_question_in_time_makes_nobody_late_while_it_is_open) {
  const auto sent = office.send_one(true);
  must(ask(office.desk(), office.receiver(), sent.id, "Does she come with children?"));
  office.world.clock.set(sent.answer_due_at + std::chrono::hours{1});
  office.run_jobs();
  EXPECT_EQ(must(read(office.desk(), office.sender(), sent.id)).summary.clock_state, pathway::ClockState::on_time);
}

TEST_P(ClockTest, whoever_owes_an_answer_to_a_question_is_reminded_once) {
  const auto sent = office.send_one();
  const auto question = must(ask(office.desk(), office.receiver(), sent.id, "Does she come with children?"));
  office.world.clock.advance(std::chrono::hours{24 * 10});
  office.run_jobs();
  office.run_jobs();
  EXPECT_EQ(office.notices(office.world.border.team, "referral.question-reminder"), 1);
  EXPECT_EQ(office.notices(office.world.border.team, "referral.question-overdue"), 1);
  EXPECT_EQ(office.notices(office.shelter(), "referral.question-reminder"), 0);
  must(answer(office.desk(), office.sender(), sent.id, question, "No, alone."));
  office.send_one();
  must(ask(office.desk(), office.sender(), sent.id, "Is there a bed?"));
  must(decline(office.desk(), office.receiver(), sent.id, {"no-place", std::nullopt, ""}));
  office.world.clock.advance(std::chrono::hours{24 * 10});
  office.run_jobs();
  EXPECT_EQ(office.notices(office.shelter(), "referral.question-reminder"), 1);
}

TEST_P(ClockTest, while_she_pauses_nobody_is_late) {
  const auto id = office.open_case();
  const auto basis = office.consent_to(id, office.shelter());
  auto input = office.asking(id, basis);
  input.urgent = true;
  const auto sent = must(send(office.desk(), office.sender(), input));
  must(office.on_case<void>("basis.pause", id, [&](log::Act& act, const access::Permit& permit) {
    return consent::pause(act, permit, id, basis);
  }));
  office.world.clock.advance(std::chrono::hours{48});
  EXPECT_EQ(office.run_jobs(), 0);
  must(office.on_case<void>("basis.resume", id, [&](log::Act& act, const access::Permit& permit) {
    return consent::resume(act, permit, office.pack, id, basis, {consent::SpokenTo::person, "She says go on.", {}});
  }));
  EXPECT_GE(must(read(office.desk(), office.sender(), sent.id)).summary.answer_due_at,
            sent.answer_due_at + std::chrono::hours{48});
  EXPECT_EQ(history(sent.id), (std::vector<std::string>{"sent", "paused", "resumed"}));
}

TEST_P(ClockTest, ends_unanswered_with_its_basis) {
  const auto id = office.open_case();
  const auto sent = must(send(office.desk(), office.sender(),
                              office.asking(id, office.consent_to(id, office.shelter(), {"identity", "health"}, 20))));
  office.set_clock("2026-05-22T09:00:00Z");
  office.run_jobs();
  EXPECT_EQ(must(read(office.desk(), office.sender(), sent.id)).summary.state, State::expired);
  EXPECT_FALSE(open(office.desk(), office.receiver(), sent.id, "assist", "late look at it"));
}

TEST_P(ClockTest, the_work_list_shows_both_sides_the_same_clock) {
  const auto sent = office.send_one();
  const auto state_in = [&](const access::Session& who, const std::string& kind) {
    for (const auto& item : office.work_of(who))
      if (item.kind == kind && item.referral == sent.id) return std::string{pathway::name_of(item.state)};
    return std::string{"missing"};
  };
  EXPECT_EQ(state_in(office.receiver(), "answer-referral"), "on-time");
  EXPECT_EQ(state_in(office.sender(), "await-answer"), "on-time");
  office.world.clock.set(sent.answer_due_at - std::chrono::hours{1});
  EXPECT_EQ(state_in(office.receiver(), "answer-referral"), "due-soon");
  office.world.clock.set(sent.answer_due_at);
  EXPECT_EQ(state_in(office.sender(), "await-answer"), "overdue");
  must(accept(office.desk(), office.receiver(), sent.id));
  EXPECT_EQ(state_in(office.receiver(), "answer-referral"), "missing");
}

TEST_P(ClockTest, the_work_list_names_the_need_and_who_is_at_the_other_end) {
  office.send_one();
  const auto theirs = office.work_of(office.receiver()).front();
  const auto ours = office.work_of(office.sender()).front();
  EXPECT_EQ(theirs.need, "shelter");
  EXPECT_EQ(theirs.other, office.sender().team);
  EXPECT_EQ(ours.other, office.receiver().team);
  EXPECT_EQ(ours.keeper, office.sender().member);
  EXPECT_FALSE(theirs.keeper);
}

}  // namespace
}  // namespace nrm::referral::testing
