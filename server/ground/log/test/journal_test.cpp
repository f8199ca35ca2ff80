#include "log_world.hpp"

namespace nrm::log {
namespace {

class JournalTest : public storage::testing::OnEachDatabase {
 protected:
  testing::World world{database};
};
NRM_ON_EACH_DATABASE(JournalTest);

TEST_P(JournalTest, AnActAndItsLeafAreThereTogether) {
  world.found();
  ASSERT_TRUE(world.put("blanket"));
  EXPECT_EQ(world.count("thing"), 1);
  EXPECT_EQ(world.count("log_leaf"), 2);
}

TEST_P(JournalTest, WithoutALeafNothingIsWritten) {
  // No log key yet: the leaf cannot be sealed.
  EXPECT_THROW((void)world.put("blanket"), std::exception);
  EXPECT_EQ(world.count("thing"), 0);
  EXPECT_EQ(world.count("log_leaf"), 0);
}

TEST_P(JournalTest, ARefusedActWritesNothingButThatItWasRefused) {
  world.found();
  const auto refused = world.refuse("shelf.take");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().type, nrm::problems::kNotFound);
  EXPECT_EQ(world.count("thing"), 0);
  EntryQuery query;
  query.organisation = world.organisation;
  query.action_class = "shelf";
  const auto entries = world.entries(query);
  ASSERT_EQ(entries.size(), 1U);
  const auto detail = open_entry(world.organisation_seed, entries[0]);
  ASSERT_TRUE(detail);
  EXPECT_EQ(detail->outcome, "refused");
  EXPECT_EQ(detail->problem, "kernel.not-found");
  EXPECT_EQ(detail->action, "shelf.take");
}

TEST_P(JournalTest, AnExceptionLeavesNothing) {
  world.found();
  EXPECT_THROW((void)world.journal.act<bool>(world.header("shelf.put"),
                                             [](Act& act) -> Result<bool> {
                                               act.run("INSERT INTO thing (name) VALUES ('x')");
                                               throw std::runtime_error{"fault"};
                                             }),
               std::runtime_error);
  EXPECT_EQ(world.count("thing"), 0);
  EXPECT_EQ(world.count("log_leaf"), 1);
}

TEST_P(JournalTest, RefusalsOfOneActorAreCappedAndSummedUp) {
  world.found();
  for (int i = 0; i < 75; ++i) (void)world.refuse("shelf.take");
  EXPECT_EQ(world.count("log_leaf WHERE action_class = 'shelf'"), 60);
  world.clock.advance(std::chrono::hours{1});
  Sequencer sequencer{world.journal, world.sequencer_options()};
  sequencer.start();
  for (int i = 0; i < 500 && world.count("log_refusal") > 0; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds{10});
  sequencer.stop();
  EntryQuery query;
  query.organisation = world.organisation;
  query.action_class = "log";
  const auto entries = world.entries(query);
  ASSERT_EQ(entries.size(), 1U);
  EXPECT_EQ(open_entry(world.organisation_seed, entries[0])->notes["refusals"], "75");
}

TEST_P(JournalTest, NoiseAtOneBodyHidesNoRefusalAtAnother) {
  world.found();
  Header nameless;
  nameless.actor.rule = "sign-in";
  nameless.action = "door.knock";
  const auto knock = [&](std::optional<OrganisationId> body) {
    nameless.subject.organisation = body;
    (void)world.journal.act<bool>(nameless, [](Act&) -> Result<bool> { return fail(nrm::problems::kNotFound); });
  };
  for (int i = 0; i < 75; ++i) knock({});
  EXPECT_EQ(world.count("log_leaf WHERE action_class = 'door'"), 60);
  knock(world.organisation);
  EXPECT_EQ(world.count("log_leaf WHERE action_class = 'door'"), 61);
}

TEST_P(JournalTest, TheDetailIsForTheHoldersOfItsKeyAlone) {
  world.found();
  const auto case_id = CaseId::random(world.random);
  Key32 case_seed;
  ASSERT_TRUE(world.journal.act<bool>(world.header("shelf.open"), [&](Act& act) -> Result<bool> {
    act.set_subject({case_id, std::nullopt, "object-1"});
    case_seed = create_case_log_key(act, case_id);
    act.note("field", "identity");
    return true;
  }));
  EntryQuery query;
  query.case_id = case_id;
  const auto entries = world.entries(query);
  ASSERT_EQ(entries.size(), 1U);
  EXPECT_EQ(entries[0].sealed_to, "case:" + case_id.text());
  EXPECT_FALSE(open_entry(world.organisation_seed, entries[0]));
  const auto detail = open_entry(case_seed, entries[0]);
  ASSERT_TRUE(detail);
  EXPECT_EQ(detail->actor.member, world.member);
  EXPECT_EQ(detail->actor.team, world.team);
  EXPECT_EQ(detail->object, "object-1");
  EXPECT_EQ(detail->purpose, "assist");
  EXPECT_EQ(detail->reason, "because");
  EXPECT_EQ(detail->notes.at("field"), "identity");
  EXPECT_EQ(detail->time, testing::kStart);
}

TEST_P(JournalTest, ADetailBelongsToItsLeafAndCommitment) {
  world.found();
  ASSERT_TRUE(world.put("a \"quoted\"\n\\ \x01 Ковальчук"));
  EntryQuery query;
  query.organisation = world.organisation;
  auto entry = world.entries(query).at(0);
  EXPECT_EQ(open_entry(world.organisation_seed, entry)->notes.at("thing"), "a \"quoted\"\n\\ \x01 Ковальчук");
  auto other = entry;
  other.commitment[0] ^= 1U;
  EXPECT_FALSE(open_entry(world.organisation_seed, other));
  other = entry;
  other.leaf = LeafId::random(world.random);
  EXPECT_FALSE(open_entry(world.organisation_seed, other));
  other = entry;
  other.sealed_detail.reset();
  EXPECT_FALSE(open_entry(world.organisation_seed, other));
}

TEST_P(JournalTest, ReactionsRunInsideTheAct) {
  world.found();
  world.journal.on("put", [](Act& act, std::string_view object) {
    act.run("INSERT INTO thing (name) VALUES ($name)", {{"name", "label of " + std::string{object}}});
  });
  const auto put = [&](bool refuse) {
    return world.journal.act<bool>(world.header("shelf.put"), [&](Act& act) -> Result<bool> {
      act.react("put", "blanket");
      act.react("other moment", "blanket");
      if (refuse) return fail(nrm::problems::kConflict);
      return true;
    });
  };
  ASSERT_FALSE(put(true));
  EXPECT_EQ(world.count("thing"), 0);
  ASSERT_TRUE(put(false));
  EXPECT_EQ(world.count("thing"), 1);
}

TEST_P(JournalTest, PagesTellEveryEntryOnce) {
  world.found();
  Sequencer sequencer{world.journal, world.sequencer_options()};
  for (int i = 0; i < 7; ++i) {
    ASSERT_TRUE(world.put(std::to_string(i)));
    world.clock.advance(std::chrono::seconds{1});
    if (i < 5) sequencer.number_now();
  }
  for (const bool newest_first : {true, false}) {
    EntryQuery query;
    query.organisation = world.organisation;
    query.action_class = "shelf";
    query.newest_first = newest_first;
    query.page.size = 2;
    std::vector<std::string> seen;
    for (;;) {
      const auto page = database->reading([&](storage::Reader& reader) { return read_entries(reader, query); });
      for (const auto& entry : page.items)
        seen.push_back(open_entry(world.organisation_seed, entry)->notes.at("thing"));
      if (!page.next) break;
      query.page.after = page.next;
    }
    std::vector<std::string> expected{"0", "1", "2", "3", "4", "5", "6"};
    if (newest_first) std::reverse(expected.begin(), expected.end());
    EXPECT_EQ(seen, expected);
  }
}

}  // namespace
}  // namespace nrm::log
