// What whoever gives a case to another team is told of its times.
#include "nrm/identification/of_case.hpp"
#include "moves_world.hpp"

namespace nrm::identification::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class OfCaseTest : public ::testing::TestWithParam<storage::Kind> {
 protected:
  MovesWorld w{GetParam()};

  std::vector<RunningTime> running(const CaseId& id) {
    return w.instance.database->reading(
        [&](storage::Reader& reader) { return running_times_of(reader, w.pack, id, w.now()); });
  }
  std::vector<std::string> rules_of(const CaseId& id) {
    std::vector<std::string> out;
    for (const auto& time : running(id)) out.push_back(time.clock.rule);
    return out;
  }
};
NRM_ON_EACH_DATABASE(OfCaseTest);

TEST_P(OfCaseTest, the_times_of_the_present_state_run_by_the_names_of_the_pack_and_stay_when_they_are_late) {
  const auto id = w.referred();
  const auto before = running(id);
  ASSERT_THAT(rules_of(id), ElementsAre("reasonable-grounds"));
  EXPECT_EQ(before[0].state, pathway::ClockState::on_time);
  ASSERT_TRUE(before[0].clock.due_at);
  EXPECT_GT(*before[0].clock.due_at, w.now());
  ASSERT_NE(before[0].labels, nullptr);
  EXPECT_FALSE(pathway::label_in(*before[0].labels, "en").empty());
  w.pass(std::chrono::hours{24 * 14});
  const auto after = running(id);
  ASSERT_EQ(after.size(), 1U);
  EXPECT_EQ(after[0].state, pathway::ClockState::overdue);
}

TEST_P(OfCaseTest, of_a_closed_case_nothing_runs) {
  const auto id = w.referred();
  must(w.act<void>(w.as(w.manager), "case.close", id, [&](log::Act& act, const access::Permit& permit) {
    return casefile::close_case(act, permit, id, {"help-completed", ""}, "closed");
  }));
  EXPECT_THAT(rules_of(id), IsEmpty());
}

TEST_P(OfCaseTest, a_shortest_time_is_told_until_it_has_passed) {
  const auto id = w.referred();
  must(w.try_move(w.decider, id, "identification.reasonable-grounds-yes", {.reason = "It fits.", .decided = true}));
  const auto is_shortest = [](const RunningTime& time) { return time.clock.kind == pathway::ClockKind::minimum; };
  const auto early = running(id);
  const auto shortest = std::ranges::find_if(early, is_shortest);
  ASSERT_NE(shortest, early.end());
  ASSERT_TRUE(shortest->clock.due_at);
  w.instance.clock.set(*shortest->clock.due_at);
  w.pass(std::chrono::hours{1});
  EXPECT_TRUE(std::ranges::none_of(running(id), is_shortest));
}

}  // namespace
}  // namespace nrm::identification::testing
