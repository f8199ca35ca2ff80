#include <thread>

#include "office.hpp"

namespace nrm::referral::testing {
namespace {

class RaceTest : public ::testing::TestWithParam<storage::Kind> {
 protected:
  Office office{GetParam()};
};
NRM_ON_EACH_DATABASE(RaceTest);

TEST_P(RaceTest, of_acceptance_and_refusal_at_once_exactly_one_goes_through_and_a_recall_before_both_or_after_one) {
  const auto sender = office.sender();
  const auto receiver = office.receiver();
  for (int round = 0; round < 6; ++round) {
    const auto sent = office.send_one();
    std::array<Result<Standing>, 3> outcomes{fail(nrm::problems::kInvalid), fail(nrm::problems::kInvalid),
                                             fail(nrm::problems::kInvalid)};
    {
      const auto desk = office.desk();
      std::jthread a{[&] { outcomes[0] = accept(desk, receiver, sent.id); }};
      std::jthread b{[&] { outcomes[1] = recall(desk, sender, sent.id, "sent-in-error"); }};
      std::jthread c{[&] { outcomes[2] = decline(desk, receiver, sent.id, {"no-place", std::nullopt, ""}); }};
    }
    const auto& [accepted, recalled, declined] = outcomes;
    for (const auto& outcome : outcomes)
      if (!outcome) {
        EXPECT_EQ(outcome.error().type, nrm::problems::kConflict) << outcome.error().type.slug;
      }
    EXPECT_FALSE(accepted && declined);
    // After a refusal it says that nobody is needed any more.
    if (recalled && declined) {
      EXPECT_EQ(recalled->state, State::declined);
    }
    EXPECT_TRUE(accepted || recalled || declined);
    const auto last = recalled ? recalled->state : accepted ? State::accepted : State::declined;
    EXPECT_EQ(must(read(office.desk(), sender, sent.id)).summary.state, last);
    EXPECT_EQ(office.count("SELECT COUNT(*) AS n FROM referral_history WHERE referral = $id", {{"id", sent.id}}),
              1 + accepted.has_value() + recalled.has_value() + declined.has_value());
  }
}

// Two servers find the time over at the moment at which it is accepted after all.
TEST_P(RaceTest, of_an_acceptance_and_the_clock_exactly_one_goes_through_and_the_next_is_asked_once) {
  for (int round = 0; round < 4; ++round) {
    const auto id = office.open_case();
    const auto sent = must(send(office.desk(), office.sender(), office.asking_in_turn(id)));
    office.world.clock.set(sent.answer_due_at + std::chrono::seconds{1});
    const auto receiver = office.receiver();
    Result<Standing> accepted = fail(nrm::problems::kInvalid);
    {
      const auto desk = office.desk();
      std::jthread a{[&] { accepted = accept(desk, receiver, sent.id); }};
      std::jthread b{[&] { office.run_jobs(); }};
      std::jthread c{[&] { office.run_jobs(); }};
    }
    office.run_jobs();
    const auto states = office.states_of(sent);
    EXPECT_EQ(states, accepted ? (std::vector<std::string>{"accepted", "recalled", "recalled"})
                               : (std::vector<std::string>{"redirected", "sent", "draft"}));
    const auto woken = office.count("SELECT COUNT(*) AS n FROM referral_history WHERE referral = $id AND what = 'sent'",
                                    {{"id", sent.stand_ins[0].id}});
    EXPECT_EQ(woken, accepted ? 0 : 1);
    EXPECT_EQ(office.count("SELECT COUNT(*) AS n FROM notice WHERE referral = $id AND kind = 'referral.sent'",
                           {{"id", sent.stand_ins[0].id}}),
              woken);
  }
}

}  // namespace
}  // namespace nrm::referral::testing
