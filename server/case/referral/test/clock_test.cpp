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
  register_reactions(office.world.journal());
  office.run_jobs();
  office.world.clock.set(due + std::chrono::seconds{1});
  office.run_jobs();
  office.world.restart();
  register_reactions(office.world.journal());
  office.world.clock.set(due + std::chrono::hours{72});
  office.run_jobs();
  office.run_jobs();
  EXPECT_EQ(history(sent.id), (std::vector<std::string>{"sent", "reminder", "overdue"}));
  EXPECT_EQ(office.count("SELECT COUNT(*) AS n FROM notice WHERE kind = 'referral.overdue' AND team = $team",
                         {{"team", office.world.border.team}}),
            1);
}

TEST_P(ClockTest, a_server_that_slept_through_both_tells_both_once) {
  const auto sent = office.send_one();
  office.world.clock.set(sent.answer_due_at + std::chrono::hours{24});
  office.run_jobs();
  office.run_jobs();
  EXPECT_EQ(history(sent.id).size(), 3U);
}

TEST_P(ClockTest, an_answer_stops_the_clock) {
  const auto sent = office.send_one(true);
  EXPECT_EQ(sent.answer_due_at, office.world.clock.now() + std::chrono::hours{24});
  must(accept(office.desk(), office.receiver(), sent.id));
  office.world.clock.advance(std::chrono::hours{48});
  EXPECT_EQ(office.run_jobs(), 0);
  EXPECT_EQ(history(sent.id), (std::vector<std::string>{"sent", "accepted"}));
  EXPECT_FALSE(must(read(office.desk(), office.sender(), sent.id)).summary.clock_state);
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
    for (const auto& item : must(work_of(office.desk(), who)))
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
  const auto theirs = must(work_of(office.desk(), office.receiver())).front();
  const auto ours = must(work_of(office.desk(), office.sender())).front();
  EXPECT_EQ(theirs.need, "shelter");
  EXPECT_EQ(theirs.team, office.sender().team);
  EXPECT_EQ(ours.team, office.receiver().team);
}

}  // namespace
}  // namespace nrm::referral::testing
