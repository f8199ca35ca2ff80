// Acts that only read go beside the one writer of SQLite: nothing about their leaf may change by that.
#include <future>

#include "log_world.hpp"
#include "nrm/log/erasure.hpp"

namespace nrm::log {
namespace {

class Reading : public storage::testing::OnEachDatabase {
 protected:
  testing::World world{database};

  void SetUp() override { world.found(); }
  Header reading(Subject subject = {}) {
    auto out = world.header("shelf.look", std::move(subject));
    out.read_only = true;
    return out;
  }
  Result<std::int64_t> look() {
    return world.journal.act<std::int64_t>(reading(), [](Act& act) -> Result<std::int64_t> {
      const auto things = act.query("SELECT COUNT(*) AS n FROM thing")[0].integer("n");
      act.note("things", std::to_string(things));
      return things;
    });
  }
  std::vector<Entry> looks() {
    EntryQuery query;
    query.organisation = world.organisation;
    query.action_class = "shelf";
    return world.entries(query);
  }
};
NRM_ON_EACH_DATABASE(Reading);

TEST_P(Reading, LeavesItsLeafAndSeesWhatStands) {
  ASSERT_TRUE(world.put("blanket"));
  const auto seen = look();
  ASSERT_TRUE(seen);
  EXPECT_EQ(*seen, 1);
  const auto detail = open_entry(world.organisation_seed, looks().at(0));
  ASSERT_TRUE(detail);
  EXPECT_EQ(detail->action, "shelf.look");
  EXPECT_EQ(detail->outcome, "done");
  EXPECT_EQ(detail->notes.at("things"), "1");
}

TEST_P(Reading, WhatWritesAfterAllIsDoneOnce) {
  for (int i = 1; i <= 3; ++i) {
    const auto kept = world.journal.act<bool>(reading(), [&](Act& act) -> Result<bool> {
      try {
        act.run("INSERT INTO thing (name) VALUES ($name)", {{"name", std::to_string(i)}});
      } catch (const std::exception&) {
        return false;  // nothing of how it is carried out shows here
      }
      return true;
    });
    ASSERT_TRUE(kept);
    EXPECT_TRUE(*kept);
    EXPECT_EQ(world.count("thing"), i);
    EXPECT_EQ(looks().size(), static_cast<std::size_t>(i));
  }
}

TEST_P(Reading, AReactionThatWritesIsDoneOnce) {
  world.journal.on("looked", [](Act& act, std::string_view object) {
    act.run("INSERT INTO thing (name) VALUES ($name)", {{"name", std::string{object}}});
  });
  ASSERT_TRUE(world.journal.act<bool>(reading(), [](Act& act) -> Result<bool> {
    act.react("looked", "blanket");
    return true;
  }));
  EXPECT_EQ(world.count("thing"), 1);
}

TEST_P(Reading, ARefusedReadIsTold) {
  ASSERT_FALSE(world.journal.act<bool>(reading(), [](Act& act) -> Result<bool> {
    (void)act.query("SELECT name FROM thing");
    return fail(nrm::problems::kNotFound);
  }));
  EXPECT_EQ(open_entry(world.organisation_seed, looks().at(0))->outcome, "refused");
}

TEST_P(Reading, IsNotHeldUpByAWriterAtWork) {
  std::promise<void> let_go, at_work, seen;
  auto writing = std::async(std::launch::async, [&] {
    return world.journal.act<bool>(world.header("shelf.put"), [&](Act&) -> Result<bool> {
      at_work.set_value();
      let_go.get_future().wait();
      return true;
    });
  });
  at_work.get_future().wait();
  auto read = std::async(std::launch::async, [&] {
    return world.journal.act<bool>(reading(), [&](Act& act) -> Result<bool> {
      (void)act.query("SELECT name FROM thing");
      seen.set_value();
      return true;
    });
  });
  EXPECT_EQ(seen.get_future().wait_for(std::chrono::seconds{20}), std::future_status::ready);
  let_go.set_value();
  EXPECT_TRUE(writing.get());
  EXPECT_TRUE(read.get());
  EXPECT_EQ(looks().size(), 2U);
}

TEST_P(Reading, ACaseThatIsErasedMeanwhileIsNamedNowhere) {
  const auto id = CaseId::random(world.random);
  ASSERT_TRUE(world.journal.act<bool>(world.header("shelf.open"), [&](Act& act) -> Result<bool> {
    act.set_subject({id, std::nullopt, {}});
    create_case_log_key(act, id);
    return true;
  }));
  bool erased = false;
  ASSERT_TRUE(world.journal.act<bool>(reading({id, std::nullopt, {}}), [&](Act& act) -> Result<bool> {
    (void)act.query("SELECT name FROM thing");
    if (erased) return true;
    erased = true;
    auto erasing = std::async(std::launch::async, [&] {
      return world.journal.act<bool>(world.header("case.erase"), [&](Act& other) -> Result<bool> {
        erase_case_entries(other, id);
        return true;
      });
    });
    EXPECT_TRUE(erasing.get());
    return true;
  }));
  EXPECT_EQ(world.count("log_leaf WHERE subject_case IS NOT NULL"), 0);
  EXPECT_EQ(world.count("log_leaf WHERE sealed_to = 'case:" + id.text() + "'"), 0);
}

}  // namespace
}  // namespace nrm::log
