#include "nrm/referral/figures.hpp"
#include "nrm/referral/ledger.hpp"
#include "office.hpp"

namespace nrm::referral::testing {
namespace {

class FiguresTest : public ::testing::TestWithParam<storage::Kind> {
 protected:
  Office office{GetParam()};
  UtcTime start = office.world.clock.now();
  std::vector<FigureRow> rows() {
    return office.world.database->reading([&](storage::Reader& reader) {
      return figure_rows(reader, start, office.world.clock.now() + std::chrono::hours{1});
    });
  }
  places::AnswerRecord record_of(const TeamId& team) {
    return office.world.database->reading(
        [&](storage::Reader& reader) { return answer_record(reader, team, start, office.world.clock.now()); });
  }
};
NRM_ON_EACH_DATABASE(FiguresTest);

TEST_P(FiguresTest, tell_each_step_and_leave_out_whoever_was_never_asked) {
  const auto id = office.open_case();
  const auto sent = must(send(office.desk(), office.sender(), office.asking_in_turn(id)));
  must(decline(office.desk(), office.receiver(), sent.id, {"no-place", std::nullopt, ""}));
  EXPECT_EQ(rows().size(), 1U);
  office.run_jobs();
  const auto next = sent.stand_ins[0].id;
  must(open(office.desk(), office.stranger(), next, "assist", "to answer it"));
  must(accept(office.desk(), office.stranger(), next));
  must(make_first_contact(office.desk(), office.stranger(), next, office.world.clock.now()));
  must(complete(office.desk(), office.stranger(), next, {"need-met", ""}));
  auto all = rows();
  ASSERT_EQ(all.size(), 2U);
  // Sent at the same moment of a clock that stands.
  if (all[0].stood_by) std::swap(all[0], all[1]);
  EXPECT_TRUE(all[0].declined);
  EXPECT_EQ(all[0].reason_code, "no-place");
  EXPECT_EQ(all[0].state, State::redirected);
  EXPECT_TRUE(all[0].ended_at);
  EXPECT_FALSE(all[0].stood_by);
  EXPECT_TRUE(all[1].stood_by);
  for (const auto& at : {all[1].seen_at, all[1].answered_at, all[1].first_contact_at, all[1].completed_at})
    EXPECT_TRUE(at);
  EXPECT_EQ(all[1].to_team, office.clinic.team);
}

TEST_P(FiguresTest, a_team_is_known_by_how_it_answered) {
  const auto quick = office.send_one(true);
  office.world.clock.advance(std::chrono::hours{2});
  must(accept(office.desk(), office.receiver(), quick.id));
  const auto late = office.send_one(true);
  office.world.clock.advance(std::chrono::hours{30});
  office.run_jobs();
  must(accept(office.desk(), office.receiver(), late.id));
  office.send_one(true);  // still in time: nobody's fault yet
  const auto taken_back = office.send_one(true);
  must(recall(office.desk(), office.sender(), taken_back.id, "sent-in-error"));
  const auto record = record_of(office.shelter());
  EXPECT_EQ(record.asked, 2);
  EXPECT_EQ(record.in_time, 1);
  EXPECT_EQ(record.median_hours, 2);
  EXPECT_EQ(record_of(office.clinic.team).asked, 0);
  EXPECT_FALSE(record_of(office.clinic.team).median_hours);
}

TEST_P(FiguresTest, what_was_answered_last_counts_and_no_more_of_it_than_is_looked_at) {
  const auto add = [&](int after_start_minutes, int answered_after_hours) {
    const auto at = start + std::chrono::minutes{after_start_minutes};
    office.world.database.run(
        "INSERT INTO referral (id, reference, from_team, to_team, need, urgent, state, version, sent_at, answered_at, "
        "clock_rule, warn_at, due_at, do_not_contact) VALUES ($id, $id, $from, $to, 'shelter', 0, 'accepted', 1, $at, "
        "$answered, 'referral-answer', $due, $due, 0)",
        {{"id", ReferralId::random(office.world.random)},
         {"from", office.world.border.team},
         {"to", office.shelter()},
         {"at", at},
         {"answered", at + std::chrono::hours{answered_after_hours}},
         {"due", at + std::chrono::hours{24}}});
  };
  for (int i = 0; i < 10; ++i) add(i, 90);
  for (int i = 0; i < kMostRecorded; ++i) add(100 + i, 3);
  office.world.clock.advance(std::chrono::hours{24 * 20});
  const auto record = record_of(office.shelter());
  EXPECT_EQ(record.asked, kMostRecorded);
  EXPECT_EQ(record.in_time, kMostRecorded);
  EXPECT_EQ(record.median_hours, 3);
}

TEST_P(FiguresTest, two_bodies_share_what_the_one_asked_of_the_other) {
  const auto between = [&](const access::testing::Body& from, const access::testing::Body& to) {
    return office.world.database->reading([&](storage::Reader& reader) {
      return ledger_rows_between(reader, from.organisation, to.organisation, start,
                                 start + std::chrono::hours{24 * 30});
    });
  };
  const auto sent = office.send_one();
  auto other = office.asking(office.open_case(), BasisId{Uuid{}});
  other.basis = office.consent_to(other.case_id, office.clinic.team);
  other.receiver = office.clinic.team;
  must(send(office.desk(), office.sender(), other));
  const auto found = between(office.world.border, office.world.shelter);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].id, sent.id);
  EXPECT_EQ(found[0].reference, sent.reference);
  EXPECT_TRUE(between(office.world.shelter, office.world.border).empty());
  // Where the case goes later changes nothing of who asked.
  office.world.database.run("UPDATE referral SET from_team = $team WHERE id = $id",
                            {{"team", office.refuge.team}, {"id", sent.id}});
  office.world.database.run(
      "INSERT INTO referral_history (referral, position, what, at, actor_team) VALUES ($id, 99, 'case-handed-over', 1, "
      "$team)",
      {{"id", sent.id}, {"team", office.world.border.team}});
  EXPECT_EQ(between(office.world.border, office.world.shelter).size(), 1U);
  EXPECT_TRUE(between(office.refuge, office.world.shelter).empty());
  office.world.clock.advance(std::chrono::hours{24 * 40});
  EXPECT_TRUE(office.world.database
                  ->reading([&](storage::Reader& reader) {
                    return ledger_rows_between(reader, office.world.border.organisation,
                                               office.world.shelter.organisation, start + std::chrono::hours{24 * 30},
                                               office.world.clock.now());
                  })
                  .empty());
}

}  // namespace
}  // namespace nrm::referral::testing
