#include <array>
#include <atomic>
#include <thread>

#include "office.hpp"

namespace nrm::places::testing {
namespace {

// A second server on the same database: a connection pool and a journal of its own.
struct Server {
  std::unique_ptr<storage::Database> database;
  log::Journal journal;
  Server(const storage::testing::TestDatabase& shared, const Clock& clock, Random& random)
      : database{shared.open_again()}, journal{*database, clock, random} {}
};

struct Outcome {
  std::atomic<int> held = 0, none_free = 0, asked_to_come_again = 0;
};

class PlaceRaceTest : public Office {
 protected:
  static constexpr int kHands = 100;

  // SQLite has one writer process; PostgreSQL is reached for by two servers.
  std::vector<log::Journal*> servers() {
    if (GetParam() == storage::Kind::sqlite) return {&instance.journal()};
    if (!other_) other_ = std::make_unique<Server>(instance.database, instance.clock, instance.random);
    return {&instance.journal(), &other_->journal};
  }
  void reach_at_once(Outcome& outcome, int hands) {
    const auto journals = servers();
    std::atomic<bool> go = false;
    std::vector<ReferralId> referrals;
    for (int hand = 0; hand < hands; ++hand) referrals.push_back(referral());
    std::vector<std::jthread> threads;
    for (int hand = 0; hand < hands; ++hand)
      threads.emplace_back([&, hand] {
        go.wait(false);
        const auto& which = referrals[static_cast<std::size_t>(hand)];
        try {
          const auto done = journals[static_cast<std::size_t>(hand) % journals.size()]->act<void>(
              system_header(), [&](log::Act& act) { return hold(act, lake.team, "shelter", which); });
          if (done) {
            ++outcome.held;
          } else {
            EXPECT_EQ(done.error().type, problems::kNoneFree);
            ++outcome.none_free;
          }
        } catch (const storage::SerializationFailure&) {
          ++outcome.asked_to_come_again;  // the request's answer is 503: nothing was done, and it may ask again
        }
      });
    go = true;
    go.notify_all();
  }

 private:
  std::unique_ptr<Server> other_;
};
NRM_ON_EACH_DATABASE(PlaceRaceTest);

TEST_P(PlaceRaceTest, of_a_hundred_who_reach_for_one_place_exactly_one_gets_it) {
  ASSERT_EQ(say(lake.team, {"shelter", 1}), "stated");
  Outcome outcome;
  reach_at_once(outcome, kHands);
  EXPECT_EQ(outcome.held, 1);
  EXPECT_EQ(outcome.none_free + outcome.asked_to_come_again, kHands - 1);
  EXPECT_EQ(figures(lake.team), "0/1/0");
  EXPECT_EQ(instance.database.query("SELECT referral FROM place_hold").size(), 1U);
}

TEST_P(PlaceRaceTest, of_many_who_reach_for_five_no_more_than_five_get_one_and_none_is_lost) {
  ASSERT_EQ(say(lake.team, {"shelter", 5}), "stated");
  Outcome outcome;
  reach_at_once(outcome, 30);
  const int held = outcome.held;
  EXPECT_LE(held, 5);
  EXPECT_EQ(figures(lake.team), fmt::format("{}/{}/0", 5 - held, held));
  for (int left = 5 - held; left > 0; --left) EXPECT_EQ(reach(lake.team, referral()), "held");
  EXPECT_EQ(reach(lake.team, referral()), "places.none-free");
}

}  // namespace
}  // namespace nrm::places::testing
