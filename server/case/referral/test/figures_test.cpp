#include "nrm/referral/figures.hpp"
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
  const auto records = office.world.database->reading(
      [&](storage::Reader& reader) { return answer_records(reader, start, office.world.clock.now()); });
  ASSERT_EQ(records.size(), 1U);
  const auto& record = records.at(office.shelter());
  EXPECT_EQ(record.asked, 2);
  EXPECT_EQ(record.in_time, 1);
  EXPECT_EQ(record.median_hours, 2);
}

}  // namespace
}  // namespace nrm::referral::testing
