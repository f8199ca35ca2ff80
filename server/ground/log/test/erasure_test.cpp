// What the log tells about a case is destroyed; the tree still verifies, and a detail that is lost another way is
// found.
#include "nrm/log/erasure.hpp"
#include "log_world.hpp"

namespace nrm::log {
namespace {

class Erasure : public ::testing::TestWithParam<storage::Kind> {
 protected:
  storage::testing::TestDatabase database{GetParam()};
  testing::World world{database};
  std::unique_ptr<Sequencer> sequencer;

  void SetUp() override {
    world.found();
    sequencer = std::make_unique<Sequencer>(world.journal, world.sequencer_options());
  }
  CaseId open() {
    const auto id = CaseId::random(world.random);
    EXPECT_TRUE(world.journal.act<bool>(world.header("shelf.open"), [&](Act& act) -> Result<bool> {
      act.set_subject({id, std::nullopt, id.text()});
      create_case_log_key(act, id);
      return true;
    }));
    put(id);
    return id;
  }
  void put(const CaseId& id) {
    EXPECT_TRUE(world.put(std::to_string(++things), {id, std::nullopt, id.text()}));
    world.clock.advance(std::chrono::minutes{7});
  }
  void erase(const CaseId& id) {
    EXPECT_TRUE(world.journal.act<bool>(world.header("case.erase"), [&](Act& act) -> Result<bool> {
      erase_case_entries(act, id);
      return true;
    }));
  }
  Verification verified() {
    sequencer->number_now();
    return testing::verify(world.exported());
  }
  int things = 0;
};
NRM_ON_EACH_DATABASE(Erasure);

TEST_P(Erasure, LeavesNothingOfTheCaseAndTheTreeVerifies) {
  const auto id = open();
  const auto other = open();
  sequencer->number_now();
  put(id);  // one entry still waits for its number
  erase(id);
  const auto out = verified();
  EXPECT_TRUE(out.sound()) << out.findings.front().where << " " << out.findings.front().what;
  EXPECT_EQ(out.erased, 3U);
  EXPECT_EQ(world.exported().find(id.text()), std::string::npos);
  EXPECT_EQ(world.count("log_leaf WHERE subject_case = '" + id.text() + "' OR sealed_to LIKE '%" + id.text() + "'"), 0);
  EXPECT_EQ(world.count("log_key WHERE owner = 'case:" + id.text() + "'"), 0);
  EXPECT_EQ(world.count("log_leaf WHERE subject_case = '" + other.text() + "'"), 2);
}

TEST_P(Erasure, SeveralErasuresVerifyTogether) {
  const auto first = open(), second = open(), third = open();
  erase(first);
  EXPECT_TRUE(verified().sound());
  erase(third);
  erase(second);
  const auto out = verified();
  EXPECT_TRUE(out.sound());
  EXPECT_EQ(out.erased, 6U);
}

TEST_P(Erasure, ADetailThatIsLostAnotherWayIsFound) {
  const auto id = open();
  const auto other = open();
  erase(id);
  ASSERT_TRUE(verified().sound());
  world.store.run(
      "UPDATE log_leaf SET sealed_detail = NULL WHERE leaf_id = (SELECT MIN(leaf_id) FROM log_leaf WHERE "
      "subject_case = $other)",
      {{"other", other}});
  EXPECT_FALSE(verified().sound());
}

TEST_P(Erasure, AnEditedErasureIsFound) {
  const auto id = open();
  erase(id);
  ASSERT_TRUE(verified().sound());
  world.store.run("UPDATE log_leaf SET erased = NULL WHERE erased IS NOT NULL");
  EXPECT_FALSE(verified().sound());
}

TEST_P(Erasure, AskingForAnErasedCaseDoesNotWriteItsIdAgain) {
  const auto id = open();
  erase(id);
  EXPECT_TRUE(world.put("late", {id, world.organisation, id.text()}));
  EXPECT_EQ(world.count("log_leaf WHERE subject_case IS NOT NULL"), 0);
  EXPECT_TRUE(verified().sound());
}

}  // namespace
}  // namespace nrm::log
