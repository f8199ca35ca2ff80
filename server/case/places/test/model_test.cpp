#include <rapidcheck/gtest.h>

#include "office.hpp"

namespace nrm::places::testing {
namespace {

// Each step is an act; more are asked for by the environment. Read once, by whichever property comes first.
const int kFewer = ::setenv("RC_PARAMS", "max_success=30 max_size=25", 0);

// Beds of one house as a person would count them: what was said, and who was promised one.
struct House {
  std::int64_t left = 0;
  std::map<int, bool> promised;  // referral to whether it is confirmed
};

class PlacesModelTest : public Office {
 protected:
  std::map<int, ReferralId> referrals;

  ReferralId of(int which) { return referrals.try_emplace(which, referral()).first->second; }

  void do_one(House& house, int what, int which, int free) {
    if (what == 0) {
      const bool counts = free % 2 == 0;
      ASSERT_EQ(say(lake.team, {"shelter", free, counts}), "stated");
      house.left = free - (counts ? static_cast<std::int64_t>(house.promised.size()) : 0);
    } else if (what <= 2) {
      const bool again = house.promised.contains(which);
      const bool fits = again || house.left > 0;
      ASSERT_EQ(reach(lake.team, of(which)), fits ? "held" : "places.none-free");
      if (fits && !again) {
        house.promised[which] = false;
        --house.left;
      }
    } else if (what == 3) {
      accept(of(which));
      if (house.promised.contains(which)) house.promised[which] = true;
    } else {
      end(of(which));
      house.left += static_cast<std::int64_t>(house.promised.erase(which));
    }
  }
  void compare(const House& house) {
    const auto confirmed = std::ranges::count_if(house.promised, [](const auto& one) { return one.second; });
    ASSERT_EQ(figures(lake.team), fmt::format("{}/{}/{}", std::max<std::int64_t>(house.left, 0),
                                              static_cast<std::int64_t>(house.promised.size()) - confirmed, confirmed));
  }
};
NRM_ON_EACH_DATABASE(PlacesModelTest);

TEST_P(PlacesModelTest, whatever_happens_in_whatever_order_the_count_is_as_a_person_would_count) {
  ASSERT_EQ(kFewer, 0);
  const bool counted = rc::check("places are counted as a person would", [&] {
    House house;
    referrals.clear();
    instance.database.run("DELETE FROM place_hold");
    do_one(house, 0, 0, 2);
    const auto steps = *rc::gen::container<std::vector<std::array<int, 3>>>(
        rc::gen::container<std::array<int, 3>>(rc::gen::inRange(0, 60)));
    for (const auto& [what, which, free] : steps) {
      do_one(house, what % 5, which % 4, free % 5);
      compare(house);
      RC_ASSERT(!HasFatalFailure());
    }
  });
  EXPECT_TRUE(counted);
}

}  // namespace
}  // namespace nrm::places::testing
