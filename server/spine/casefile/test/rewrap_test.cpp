#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "key_care_world.hpp"
#include "seals.hpp"

namespace nrm::casefile::testing {
namespace {

class RewrapTest : public KeyCareTest {};
NRM_ON_EACH_DATABASE(RewrapTest);

TEST_P(RewrapTest, EveryCaseIsReadableBeforeDuringAndAfterARotation) {
  std::vector<CaseId> ids;
  for (int i = 0; i < 3; ++i) ids.push_back(a_case(world.border_manager).id);
  const auto all_readable = [&] {
    for (const auto& id : ids) {
      EXPECT_EQ(read(world.officer, id, Compartment::identity)->at("identity.names"), names);
      EXPECT_TRUE(read(world.border_manager, id, Compartment::health));
    }
    EXPECT_EQ(search(world.officer, "Natallia")->size(), ids.size());
  };
  rotate(world.border_manager, world.border);
  all_readable();
  Rewrapped last;
  int acts = 0;
  do {
    last = rewrap(world.border_manager, 5);
    all_readable();
    ASSERT_LT(++acts, 40);
  } while (last.remaining > 0);
  EXPECT_GT(acts, 3);
  EXPECT_EQ(count("SELECT COUNT(*) AS n FROM key_seal WHERE holder = $t AND holder_key_version <> 2",
                  {{"t", world.border.team}}),
            0);
}

TEST_P(RewrapTest, AfterTheLastSealTheOldVersionIsSealedToNobodyAndOpensNothing) {
  const auto id = a_case(world.border_manager).id;
  const auto old_seed = team_seed(world.border_manager, Compartment::identity);
  rotate(world.border_manager, world.border);
  EXPECT_EQ(rewrap(world.border_manager, 1000).remaining, 0);
  EXPECT_EQ(
      count("SELECT COUNT(*) AS n FROM team_key_seal WHERE team = $t AND version = 1", {{"t", world.border.team}}), 0);
  for (const auto& stored :
       rows("SELECT * FROM key_seal WHERE holder = $t AND compartment = 'identity'", {{"t", world.border.team}})) {
    auto row = row_of(stored, {stored.text("subject_kind"), stored.text("subject"), Compartment::identity,
                               static_cast<std::uint32_t>(stored.integer("key_version"))});
    for (const std::uint32_t version : {1U, 2U}) {
      row.holder_key_version = version;
      EXPECT_FALSE(crypto::open_key(wrap_key(old_seed), row.sealed, associated_data(row)));
    }
  }
  EXPECT_TRUE(read(world.officer, id, Compartment::identity));
}

TEST_P(RewrapTest, ASealThatWasChangedIsLeftAndNamedAndStopsNobody) {
  const auto id = a_case(world.border_manager).id;
  const auto whole = a_case(world.border_manager).id;
  const auto row =
      rows("SELECT id, sealed FROM key_seal WHERE subject = $id AND compartment = 'identity'", {{"id", id}}).at(0);
  auto flipped = row.blob("sealed");
  flipped.back() ^= 1U;
  sql("UPDATE key_seal SET sealed = $s WHERE id = $id", {{"s", flipped}, {"id", row.text("id")}});
  rotate(world.border_manager, world.border);
  const auto done = rewrap(world.border_manager, 1000);
  EXPECT_EQ(done.unopened, 1);
  EXPECT_EQ(done.remaining, 0);
  EXPECT_EQ(rows("SELECT seal FROM seal_unopened").at(0).text("seal"), row.text("id"));
  EXPECT_FALSE(read(world.border_manager, id, Compartment::identity));
  EXPECT_TRUE(read(world.border_manager, whole, Compartment::identity));
}

TEST_P(RewrapTest, AMemberWrapsAnewWhatSheHoldsAndLeavesTheRestToColleagues) {
  a_case(world.shelter_manager);
  rotate(world.shelter_manager, world.shelter);
  EXPECT_EQ(rewrap(world.provider, 1000).remaining, 0);
  const auto left =
      world.database->reading([&](storage::Reader& reader) { return seals_to_rewrap(reader, world.shelter.team); });
  EXPECT_GT(left, 0);
  EXPECT_EQ(rewrap(world.shelter_manager, 1000).moved, left);
}

TEST_P(RewrapTest, ATeamWithNothingWrappedIsDoneAtOnce) {
  rotate(world.shelter_manager, world.shelter);
  EXPECT_TRUE(
      world.database
          ->reading([&](storage::Reader& reader) { return access::unfinished_kinds(reader, world.shelter.team); })
          .empty());
  EXPECT_EQ(
      count("SELECT COUNT(*) AS n FROM team_key_seal WHERE team = $t AND version = 1", {{"t", world.shelter.team}}), 0);
}

// A giver that rotates makes no seal unreadable that it gave before.
TEST_P(RewrapTest, WhatAnotherTeamGaveOpensAfterThatTeamRotated) {
  const SealPlace place{"parcel", "01890a5d-ac96-774b-bcce-b302099a8057", Compartment::casework, 1};
  const auto key = crypto::random_key(world.random);
  ASSERT_TRUE(
      as<SealId>(world.border_manager, "case.write", std::nullopt, [&](log::Act& act, const access::Permit& permit) {
        return give_seal(act, permit, place, key, HolderKind::parcel_receiver, world.shelter.team, std::nullopt);
      }));
  const auto opens = [&] {
    const auto opened =
        as<Key32>(world.shelter_manager, "case.write", std::nullopt,
                  [&](log::Act& act, const access::Permit& permit) { return open_seal(act, permit, place); });
    return opened && *opened == key;
  };
  rotate(world.border_manager, world.border);
  rewrap(world.border_manager, 1000);
  EXPECT_TRUE(opens());
  rotate(world.shelter_manager, world.shelter);
  EXPECT_TRUE(opens());
  EXPECT_EQ(rewrap(world.shelter_manager, 1000).remaining, 0);
  EXPECT_TRUE(opens());
}

// T-K5: reads go on while a team's keys are rotated and every seal is wrapped anew.
TEST_P(RewrapTest, NoReadFailsWhileKeysAreRotated) {
  std::vector<CaseId> ids;
  for (int i = 0; i < 6; ++i) ids.push_back(a_case(world.border_manager).id);
  const auto session = world.session(world.officer);
  std::atomic<bool> stop{false};
  std::atomic<int> done{0};
  std::atomic<int> failed{0};
  const auto reader = [&](std::size_t at) {
    while (!stop) {
      const auto& id = ids[at++ % ids.size()];
      const auto header = session.header("compartment.open", "assist", {id, session.organisation, id.text()}, "a call");
      const auto values = world.journal().act<Values>(header, [&](log::Act& act) -> Result<Values> {
        const auto permit = access::decide(act, session, access::Relation::own_team);
        if (!permit) return tl::unexpected(permit.error());
        return read_compartment(act, *permit, id, Compartment::identity);
      });
      ++done;
      if (!values || values->at("identity.names").reveal() != names) ++failed;
    }
  };
  std::thread one{reader, 0};
  std::thread two{reader, 3};
  rotate(world.border_manager, world.border);
  while (rewrap(world.border_manager, 3).remaining > 0) continue;
  stop = true;
  one.join();
  two.join();
  EXPECT_EQ(failed, 0) << "of " << done;
  EXPECT_GT(done, 0);
}

}  // namespace
}  // namespace nrm::casefile::testing
