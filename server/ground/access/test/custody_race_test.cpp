// Two at once.
#include <thread>

#include "custody_world.hpp"

namespace nrm::access::testing {
namespace {

using Outcome = Result<std::optional<SecretText>>;

class CustodyRaceTest : public ::testing::TestWithParam<storage::Kind> {
 protected:
  CustodyRaceTest() {
    world.name_custodians();
    world.next_morning();
  }
  CustodyRequestId open_request() {
    const auto id = world.ask_for(world.lost);
    world.wait(kCustodyDelay);
    return id;
  }
  CustodyWorld world{{.kind = GetParam()}};
};
NRM_ON_EACH_DATABASE(CustodyRaceTest);

TEST_P(CustodyRaceTest, three_custodians_at_once_give_two_parts) {
  for (int round = 0; round < 3; ++round) {
    const auto id = open_request();
    const std::array sessions{world.session(world.officer), world.session(world.second), world.session(world.third)};
    std::array<Outcome, 3> outcomes{fail(nrm::problems::kInvalid), fail(nrm::problems::kInvalid),
                                    fail(nrm::problems::kInvalid)};
    {
      std::vector<std::jthread> threads;
      for (std::size_t i = 0; i < 3; ++i)
        threads.emplace_back([&, i] {
          outcomes[i] = approve(world.context(), sessions[i], {id, "document-seen", ""});
        });
    }
    const auto given = std::count_if(outcomes.begin(), outcomes.end(), [](const Outcome& one) { return !!one; });
    EXPECT_EQ(given, 2);
    EXPECT_EQ(world.state_of(id), CustodyState::approved);
    EXPECT_EQ(world.count("custody_part WHERE request = $id", {{"id", id}}), 2);
    must(cancel_custody(world.context(), world.session(world.officer), id));
  }
}

TEST_P(CustodyRaceTest, the_same_custodian_twice_at_once_gives_one_part) {
  for (int round = 0; round < 8; ++round) {
    const auto id = open_request();
    const auto session = world.session(world.officer);
    std::array<Outcome, 2> outcomes{fail(nrm::problems::kInvalid), fail(nrm::problems::kInvalid)};
    std::array<std::string, 2> thrown;
    const auto approves = [&](std::size_t which) {
      try {
        outcomes.at(which) = approve(world.context(), session, {id, "document-seen", ""});
      } catch (const storage::DatabaseError& error) {
        thrown.at(which) = error.what();
      }
    };
    {
      std::jthread a{[&] { approves(0); }};
      std::jthread b{[&] { approves(1); }};
    }
    for (const auto& what : thrown) EXPECT_EQ(what, "");
    EXPECT_NE(!!outcomes[0], !!outcomes[1]);
    EXPECT_EQ(world.state_of(id), CustodyState::open);
    EXPECT_EQ(world.count("custody_part WHERE request = $id", {{"id", id}}), 1);
    must(cancel_custody(world.context(), world.session(world.officer), id));
  }
}

TEST_P(CustodyRaceTest, stopped_while_the_second_approves_nothing_is_left_to_open) {
  for (int round = 0; round < 4; ++round) {
    const auto id = open_request();
    const auto one = must(world.approve_by(world.officer, id));
    const auto by = world.session(world.second);
    const auto stopping = world.session(world.lost);
    Outcome other = fail(nrm::problems::kInvalid);
    Result<void> stopped = fail(nrm::problems::kInvalid);
    {
      std::jthread a{[&] { other = approve(world.context(), by, {id, "document-seen", ""}); }};
      std::jthread b{[&] { stopped = cancel_custody(world.context(), stopping, id); }};
    }
    // Whoever was first, she stopped it; where the database asked her to try again, she does.
    if (!stopped) must(cancel_custody(world.context(), world.session(world.lost), id));
    EXPECT_EQ(world.state_of(id), CustodyState::cancelled);
    EXPECT_EQ(world.count("custody_part"), 0);
    if (other) {
      world.clock.advance(std::chrono::minutes{20});
      EXPECT_FALSE(prepare_account(world.context(), CustodyWorld::codes(world.lost, *one, **other)));
    }
  }
}

TEST_P(CustodyRaceTest, both_codes_used_at_once_count_once) {
  const auto id = open_request();
  const auto one = must(world.approve_by(world.officer, id));
  const auto other = must(world.approve_by(world.second, id));
  const auto codes = CustodyWorld::codes(world.lost, *one, *other);
  const auto factor = world.new_factor(codes);
  world.clock.advance(std::chrono::seconds{30});
  const auto code = crypto::totp_code(factor, world.clock.now());
  std::array<Result<SecretText>, 2> outcomes{fail(nrm::problems::kInvalid), fail(nrm::problems::kInvalid)};
  {
    const NewAccess access{SecretText{"amber tram Tuesday 88 fiddle"}, code};
    std::jthread a{[&] { outcomes[0] = recover_account(world.context(), codes, access); }};
    std::jthread b{[&] { outcomes[1] = recover_account(world.context(), codes, access); }};
  }
  EXPECT_NE(!!outcomes[0], !!outcomes[1]);
  EXPECT_EQ(world.state_of(id), CustodyState::done);
}

TEST_P(CustodyRaceTest, the_third_acceptance_is_one_even_of_two_at_once) {
  const auto version = must(propose_custodians(world.context(), world.session(world.border_manager),
                                               {world.officer.id, world.second.id, world.lost.id}));
  must(accept_custody(world.context(), world.session(world.officer), version));
  const auto second = world.session(world.second);
  const auto lost = world.session(world.lost);
  Result<void> a = fail(nrm::problems::kInvalid);
  Result<void> b = fail(nrm::problems::kInvalid);
  {
    std::jthread one{[&] { a = accept_custody(world.context(), second, version); }};
    std::jthread two{[&] { b = accept_custody(world.context(), lost, version); }};
  }
  EXPECT_TRUE(a && b);
  EXPECT_EQ(world.count("custodian_set WHERE state = 'in-force'"), 1);
  EXPECT_EQ(must(view_custody(world.context(), world.session(world.third))).in_force->version, version);
}

}  // namespace
}  // namespace nrm::access::testing
