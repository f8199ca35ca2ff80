#include <thread>

#include "office.hpp"

namespace nrm::referral::testing {
namespace {

class RaceTest : public ::testing::TestWithParam<storage::Kind> {
 protected:
  Office office{GetParam()};
};
NRM_ON_EACH_DATABASE(RaceTest);

TEST_P(RaceTest, of_accept_decline_and_recall_at_once_exactly_one_goes_through) {
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
    int won = 0;
    for (const auto& outcome : outcomes) {
      if (outcome)
        ++won;
      else
        EXPECT_EQ(outcome.error().type, nrm::problems::kConflict) << outcome.error().type.slug;
    }
    EXPECT_EQ(won, 1);
    EXPECT_EQ(office.count("SELECT COUNT(*) AS n FROM referral_history WHERE referral = $id", {{"id", sent.id}}), 2);
  }
}

}  // namespace
}  // namespace nrm::referral::testing
