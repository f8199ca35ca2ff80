#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "key_care_world.hpp"
#include "nrm/casefile/joint_team.hpp"
#include "nrm/casefile/sealing.hpp"

namespace nrm::casefile::testing {
namespace {

class RekeyTest : public KeyCareTest {
 protected:
  bool has_task(const CaseId& id) {
    const auto tasks = world.database->reading([&](storage::Reader& reader) { return tasks_of_case(reader, id); });
    return std::any_of(tasks.begin(), tasks.end(), [](const Task& task) { return task.kind == kRekeyTask; });
  }
  // Every ciphertext of the case that this key opens in its place, whatever version it says.
  int opened_with(const Key32& key, const CaseId& id, Compartment kind) {
    int opened = 0;
    for (const auto& row : rows("SELECT * FROM sealed_value WHERE case_id = $id AND compartment = $kind",
                                {{"id", id}, {"kind", access::name_of(kind)}})) {
      const ValuePlace place{id, kind, row.text("field"), static_cast<std::uint32_t>(row.integer("value_version")),
                             static_cast<std::uint32_t>(row.integer("key_version"))};
      std::string plain;
      if (open_value(key, place, row.blob("ciphertext"), plain) != Opening::broken) ++opened;
    }
    return opened;
  }
};
NRM_ON_EACH_DATABASE(RekeyTest);

TEST_P(RekeyTest, TheOldKeyOpensNothingThatRemainsAndEveryValueIsThereWithItsHistory) {
  const auto id = a_case(world.border_manager).id;
  ASSERT_TRUE(write(world.border_manager, id, {{"casework.summary", "moved to a safe place"}}));
  const auto before =
      rows("SELECT field, value_version FROM sealed_value WHERE case_id = $id ORDER BY 1, 2", {{"id", id}});
  const auto old = case_key(world.border_manager, id, Compartment::casework, 1);
  EXPECT_GT(opened_with(old, id, Compartment::casework), 0);
  const auto done = access::testing::must(try_rekey(world.border_manager, id));
  EXPECT_FALSE(done.more);
  EXPECT_TRUE(done.awaiting.empty());
  EXPECT_EQ(opened_with(old, id, Compartment::casework), 0);
  EXPECT_EQ(
      rows("SELECT field, value_version FROM sealed_value WHERE case_id = $id ORDER BY 1, 2", {{"id", id}}).size(),
      before.size());
  EXPECT_EQ(count("SELECT COUNT(*) AS n FROM key_seal WHERE subject = $id AND subject_kind = 'case' AND "
                  "key_version = 1",
                  {{"id", id}}),
            0);
  EXPECT_EQ(read(world.border_manager, id, Compartment::casework)->at("casework.summary"), "moved to a safe place");
  EXPECT_EQ(search(world.officer, "Natallia")->size(), 1U);
  EXPECT_TRUE(write(world.border_manager, id, {{"casework.summary", "and on"}}));
}

TEST_P(RekeyTest, ATaskOpensWithTheAskingAndEndsWithTheLastKind) {
  const auto id = a_case(world.shelter_manager).id;
  ASSERT_TRUE(as<void>(world.shelter_manager, "case.write", id, [&](log::Act& act, const access::Permit&) {
    ask_rekey(act, id);
    ask_rekey(act, id);
    return Result<void>{};
  }));
  EXPECT_TRUE(has_task(id));
  const auto part = access::testing::must(try_rekey(world.provider, id));
  EXPECT_TRUE(part.awaiting.contains(Compartment::justice));
  EXPECT_TRUE(has_task(id));
  EXPECT_TRUE(access::testing::must(try_rekey(world.shelter_manager, id)).awaiting.empty());
  EXPECT_FALSE(has_task(id));
  world.clock.advance(std::chrono::hours{200});
  EXPECT_EQ(run_jobs(), 0);
}

TEST_P(RekeyTest, ALargeCaseTakesSeveralActsAndIsReadableBetweenThem) {
  const auto id = a_case(world.border_manager).id;
  for (int i = 0; i < 6; ++i)
    ASSERT_TRUE(write(world.border_manager, id, {{"casework.summary", "day " + std::to_string(i)}}));
  const auto old = case_key(world.border_manager, id, Compartment::casework, 1);
  int acts = 0;
  for (bool more = true; more; ++acts) {
    ASSERT_LT(acts, 40);
    more = access::testing::must(try_rekey(world.border_manager, id, 2)).more;
    EXPECT_EQ(read(world.officer, id, Compartment::identity)->at("identity.names"), names);
    EXPECT_EQ(read(world.border_manager, id, Compartment::casework)->at("casework.summary"), "day 5");
  }
  EXPECT_GT(acts, 3);
  EXPECT_EQ(opened_with(old, id, Compartment::casework), 0);
}

TEST_P(RekeyTest, EveryFlippedByteOfAValueIsRefusedAndNothingIsLost) {
  const auto id = a_case(world.border_manager).id;
  const auto row =
      rows("SELECT ciphertext FROM sealed_value WHERE case_id = $id AND field = 'identity.names'", {{"id", id}}).at(0);
  const auto keep = [&](const Bytes& bytes) {
    sql("UPDATE sealed_value SET ciphertext = $c WHERE case_id = $id AND field = 'identity.names'",
        {{"c", bytes}, {"id", id}});
  };
  const auto whole = row.blob("ciphertext");
  for (std::size_t at = 0; at < whole.size(); at += 9) {
    auto flipped = whole;
    flipped[at] ^= 1U;
    keep(flipped);
    EXPECT_EQ(try_rekey(world.border_manager, id).error().type, problems::kValueBroken) << at;
  }
  keep(whole);
  EXPECT_EQ(count("SELECT COUNT(*) AS n FROM key_seal WHERE subject = $id AND key_version > 1", {{"id", id}}), 0);
  EXPECT_TRUE(try_rekey(world.border_manager, id));
  EXPECT_TRUE(read(world.border_manager, id, Compartment::identity));
}

TEST_P(RekeyTest, AJointTeamGetsTheNewKeyUnderItsBasis) {
  const auto id = a_case(world.border_manager).id;
  const auto basis = BasisId::random(world.random);
  ASSERT_TRUE(as<JointTeamId>(world.border_manager, "case.write", id, [&](log::Act& act, const access::Permit& permit) {
    return add_joint_team(act, permit, id,
                          {world.shelter.team, {Compartment::health}, basis, act.now() + std::chrono::hours{240}});
  }));
  ASSERT_TRUE(try_rekey(world.border_manager, id));
  EXPECT_EQ(case_key(world.provider, id, Compartment::health, 2),
            case_key(world.border_manager, id, Compartment::health, 2));
  EXPECT_EQ(count("SELECT COUNT(*) AS n FROM key_seal WHERE subject = $id AND holder = $t AND basis = $b AND "
                  "subject_kind = 'case'",
                  {{"id", id}, {"t", world.shelter.team}, {"b", basis}}),
            1);
  EXPECT_EQ(try_rekey(world.provider, id).error().type, nrm::problems::kNotFound);
}

TEST_P(RekeyTest, AnotherTeamGivesNoNewKeys) {
  const auto id = a_case(world.border_manager).id;
  EXPECT_EQ(try_rekey(world.shelter_manager, id).error().type, nrm::problems::kNotFound);
}

TEST_P(RekeyTest, WhoLeavesAsksForNewKeysForTheCasesSheOpenedAndNoOthers) {
  const auto hers = a_case(world.border_manager).id;
  const auto another = a_case(world.border_manager).id;
  ASSERT_TRUE(read(world.officer, hers, Compartment::identity));
  access::testing::must(access::suspend(world.context(), world.session(world.administrator), world.officer.id));
  EXPECT_TRUE(has_task(hers));
  EXPECT_FALSE(has_task(another));
  const auto told = [&] {
    const auto calls =
        world.database->reading([&](storage::Reader& reader) { return rekey_calls_of(reader, world.border.team); });
    return calls.at(0).told;
  };
  EXPECT_EQ(told(), access::Told::team);
  world.clock.advance(std::chrono::hours{24});
  EXPECT_EQ(run_jobs(), 2);
  EXPECT_EQ(told(), access::Told::custodian);
  world.clock.advance(std::chrono::hours{24});
  EXPECT_EQ(run_jobs(), 2);
  EXPECT_EQ(told(), access::Told::data_protection_officer);
  world.clock.advance(std::chrono::hours{24});
  EXPECT_EQ(run_jobs(), 0);
  ASSERT_TRUE(try_rekey(world.border_manager, hers));
  EXPECT_FALSE(has_task(hers));
}

TEST_P(RekeyTest, NoReadFailsWhileACaseGetsNewKeys) {
  const auto id = a_case(world.border_manager).id;
  const auto session = world.session(world.officer);
  std::atomic<bool> stop{false};
  std::atomic<int> failed{0};
  std::thread reader{[&] {
    while (!stop) {
      const auto header = session.header("compartment.open", "assist", {id, session.organisation, id.text()}, "a call");
      const auto values = world.journal().act<Values>(header, [&](log::Act& act) -> Result<Values> {
        const auto permit = access::decide(act, session, access::Relation::own_team);
        if (!permit) return tl::unexpected(permit.error());
        return read_compartment(act, *permit, id, Compartment::identity);
      });
      if (!values || values->at("identity.names").reveal() != names) ++failed;
    }
  }};
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(try_rekey(world.border_manager, id));
  stop = true;
  reader.join();
  EXPECT_EQ(failed, 0);
}

TEST_P(RekeyTest, ErasingACaseForgetsItsCall) {
  const auto id = a_case(world.border_manager).id;
  ASSERT_TRUE(as<void>(world.border_manager, "case.write", std::nullopt, [&](log::Act& act, const access::Permit&) {
    ask_rekey(act, id);
    return Result<void>{};
  }));
  // The leaf of an erasure names no case.
  ASSERT_TRUE(as<void>(world.border_manager, "case.write", std::nullopt, [&](log::Act& act, const access::Permit&) {
    act.react(kCaseErased, id.text());
    return Result<void>{};
  }));
  for (const auto* table : {"case_key_use", "rekey_call", "rekey_kind"})
    EXPECT_EQ(count(std::string{"SELECT COUNT(*) AS n FROM "} + table), 0) << table;
}

}  // namespace
}  // namespace nrm::casefile::testing
