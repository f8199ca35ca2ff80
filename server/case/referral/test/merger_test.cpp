#include <gtest/gtest.h>

#include "nrm/casefile/overview.hpp"
#include "nrm/casefile/pause.hpp"
#include "nrm/casefile/rekey.hpp"
#include "nrm/casefile/rewrap.hpp"
#include "nrm/casefile/team_end.hpp"
#include "nrm/referral/team_end.hpp"
#include "office.hpp"

namespace nrm::referral::testing {
namespace {

using access::Role;

class MergerTest : public ::testing::TestWithParam<storage::Kind> {
 protected:
  MergerTest() { casefile::register_reactions(office.world.journal()); }

  Office office{GetParam()};
  // A second team of the border post's organisation, with keys of its own.
  access::testing::Body second{office.world.border.organisation, add_team("Second post")};
  access::testing::Person second_manager = office.world.new_person(second, {Role::case_manager}, "second.manager");

  TeamId add_team(const std::string& name) {
    const log::Header header{{log::Actor::Kind::system, {}, {}, {}, "test"}, "directory.add-team", {}, {}, {}, {}};
    return must(office.world.journal().act<TeamId>(header, [&](log::Act& act) {
      return directory::add_team(act, office.world.pack,
                                 {office.world.border.organisation, name, {"identification"}, {}, {}});
    }));
  }
  template <class T>
  Result<T> as(const access::Session& session, const std::string& action, const std::optional<CaseId>& id,
               const std::function<Result<T>(log::Act&, const access::Permit&)>& work) {
    const auto header =
        session.header(action, "assist", {id, session.organisation, id ? id->text() : ""}, "a test of it");
    return office.world.journal().act<T>(header, [&](log::Act& act) -> Result<T> {
      const auto permit = access::decide(act, session, access::Relation::own_team);
      if (!permit) return tl::unexpected(permit.error());
      return work(act, *permit);
    });
  }
  Result<casefile::Merging> merge_some(const TeamId& into, std::size_t limit = 1000) {
    return as<casefile::Merging>(office.sender(), "team.merge", std::nullopt,
                                 [&](log::Act& act, const access::Permit& permit) {
                                   return casefile::merge_team(act, permit, into, count_unanswered, limit);
                                 });
  }
  std::string summary(const access::Session& session, const CaseId& id) {
    const auto values =
        as<casefile::Values>(session, "compartment.open", id, [&](log::Act& act, const access::Permit& permit) {
          return casefile::read_compartment(act, permit, id, access::Compartment::casework);
        });
    return values ? values->at("casework.summary").reveal() : std::string{values.error().type.slug};
  }
  Result<void> close(const TeamId& team) {
    const auto session = office.world.session(office.world.administrator);
    return office.world.journal().act<void>(session.header("directory.close-team", {}, {}), [&](log::Act& act) {
      return casefile::close_team(act, team, count_unanswered);
    });
  }
  // Every column of every table that holds the id.
  std::set<std::string> places_of(const std::string& id) {
    std::set<std::string> out;
    const bool sqlite = GetParam() == storage::Kind::sqlite;
    const auto columns = office.world.database.query(
        sqlite ? "SELECT m.name AS t, p.name AS c FROM sqlite_master m JOIN pragma_table_info(m.name) p WHERE "
                 "m.type = 'table' AND upper(p.type) = 'TEXT'"
               : "SELECT table_name AS t, column_name AS c FROM information_schema.columns WHERE table_schema = "
                 "current_schema() AND data_type = 'text'");
    EXPECT_GT(columns.size(), 50U);
    for (const auto& row : columns) {
      const auto found =
          office.count(fmt::format(R"(SELECT COUNT(*) AS n FROM "{}" WHERE "{}" = $id)", row.text("t"), row.text("c")),
                       {{"id", id}});
      if (found > 0) out.insert(row.text("t") + "." + row.text("c"));
    }
    return out;
  }
};
NRM_ON_EACH_DATABASE(MergerTest);

TEST_P(MergerTest, TheOtherTeamReadsEveryCaseAndReferralAndNobodyWaitsMeanwhile) {
  const auto sent = office.send_one();
  const auto id = office.open_case();
  int acts = 0;
  for (bool done = false; !done; ++acts) {
    ASSERT_LT(acts, 60);
    EXPECT_EQ(summary(office.sender(), id), "Found at the crossing with two others.");
    done = must(merge_some(second.team, 4)).done;
  }
  EXPECT_GT(acts, 4);
  const auto session = office.world.session(second_manager);
  EXPECT_EQ(summary(session, id), "Found at the crossing with two others.");
  EXPECT_TRUE(open(office.desk(), session, sent.id, "assist", "what did we send"));
  EXPECT_TRUE(ask(office.desk(), session, sent.id, "Does she still need a place?"));
  const auto listed = as<Page<casefile::ListedCase>>(
      session, "case.list", std::nullopt,
      [](log::Act& act, const access::Permit& permit) { return casefile::list_cases(act, permit, PageRequest{}); });
  EXPECT_EQ(listed->items.size(), 2U);
  EXPECT_TRUE(open(office.desk(), office.receiver(), sent.id, "assist", "what is needed"));
}

TEST_P(MergerTest, NothingNamesTheOldTeamButWhatTellsWhoDidSomethingThen) {
  office.send_one();
  const auto border = office.world.border.team;
  const auto suspended = office.world.officer.id;
  must(access::suspend(office.world.context(), office.world.session(office.world.administrator), suspended));
  while (!must(merge_some(second.team)).done) continue;
  const std::set<std::string> history{
      "team.id",       "team_key.team",       "key_seal.given_by_team", "referral_history.actor_team",
      "key_task.team", "parcel_opening.team", "team_service.team_id"};
  for (const auto& place : places_of(border.text())) EXPECT_TRUE(history.contains(place)) << place;
  EXPECT_EQ(office.count("SELECT COUNT(*) AS n FROM key_task WHERE closed_at IS NULL AND team = $t", {{"t", border}}),
            0);
  EXPECT_EQ(office.count("SELECT COUNT(*) AS n FROM team_key WHERE team = $t AND retired_at IS NULL", {{"t", border}}),
            0);
}

TEST_P(MergerTest, WhatIsWithdrawnDuringAMergerIsNotGiven) {
  const auto id = office.open_case();
  const auto basis = office.consent_to(id, office.shelter());
  const SealId seal =
      must(as<SealId>(office.receiver(), "case.write", std::nullopt, [&](log::Act& act, const access::Permit& permit) {
        return casefile::give_seal(act, permit, {"parcel", id.text(), access::Compartment::health, 1},
                                   crypto::random_key(act.random()), casefile::HolderKind::parcel_receiver,
                                   office.world.border.team, basis);
      }));
  // The first in order, so that much is left to give after it.
  const SealId first{Uuid{}};
  office.world.database.run("UPDATE key_seal SET id = $first WHERE id = $s", {{"first", first}, {"s", seal}});
  ASSERT_FALSE(must(merge_some(second.team, 3)).done);
  ASSERT_EQ(office.count("SELECT COUNT(*) AS n FROM merger_copy WHERE original = $s", {{"s", first}}), 1);
  must(as<void>(office.sender(), "basis.withdraw", id, [&](log::Act& act, const access::Permit&) {
    casefile::delete_seals_of_holder(act, "parcel", id.text(), office.world.border.team);
    return Result<void>{};
  }));
  while (!must(merge_some(second.team)).done) continue;
  EXPECT_EQ(
      office.count("SELECT COUNT(*) AS n FROM key_seal WHERE subject_kind = 'parcel' AND subject = $id", {{"id", id}}),
      0);
}

TEST_P(MergerTest, WhatSheHasPausedSleepsOnAndHerWordWakesIt) {
  const auto id = office.open_case();
  const auto basis = office.consent_to(id, office.shelter());
  must(as<SealId>(office.receiver(), "case.write", std::nullopt, [&](log::Act& act, const access::Permit& permit) {
    return casefile::give_seal(act, permit, {"parcel", id.text(), access::Compartment::health, 1},
                               crypto::random_key(act.random()), casefile::HolderKind::parcel_receiver,
                               office.world.border.team, basis);
  }));
  const auto awake = [&] {
    return office.count(
        "SELECT COUNT(*) AS n FROM key_seal WHERE subject_kind = 'parcel' AND holder = $team AND "
        "dormant = 0",
        {{"team", second.team}});
  };
  office.as_system([&](log::Act& act) -> Result<void> {
    casefile::put_seals_to_sleep(act, basis);
    return {};
  });
  while (!must(merge_some(second.team)).done) continue;
  EXPECT_EQ(awake(), 0);
  office.as_system([&](log::Act& act) -> Result<void> {
    casefile::wake_seals_of_basis(act, basis);
    return {};
  });
  EXPECT_EQ(awake(), 1);
}

TEST_P(MergerTest, WhoStandsByForAMergedTeamIsStillWoken) {
  const auto id = office.open_case();
  const auto sent = must(send(office.desk(), office.sender(), office.asking_in_turn(id)));
  while (!must(merge_some(second.team)).done) continue;
  must(decline(office.desk(), office.receiver(), sent.id, {"no-place", std::nullopt, ""}));
  office.run_jobs();
  const auto next = sent.stand_ins[0].id;
  EXPECT_EQ(must(open(office.desk(), office.stranger(), next, "assist", "to answer it")).fields.size(), 1U);
  EXPECT_EQ(must(read(office.desk(), office.world.session(second_manager), sent.id)).next, next);
}

TEST_P(MergerTest, ATeamIsMergedIntoOneOfItsOwnOrganisationThatCanReceive) {
  EXPECT_EQ(merge_some(office.shelter()).error().type, nrm::problems::kInvalid);
  EXPECT_EQ(merge_some(office.world.border.team).error().type, nrm::problems::kInvalid);
  EXPECT_EQ(merge_some(add_team("Empty post")).error().type, casefile::problems::kNoReceiverKey);
}

TEST_P(MergerTest, ATeamThatHoldsACaseOrAwaitsAnAnswerIsNotClosed) {
  office.send_one();
  EXPECT_EQ(close(office.world.border.team).error().type, casefile::problems::kTeamBusy);
  EXPECT_EQ(close(office.shelter()).error().type, casefile::problems::kTeamBusy);
  EXPECT_TRUE(close(office.clinic.team));
  EXPECT_EQ(close(office.clinic.team).error().type, directory::problems::kClosed);
  EXPECT_EQ(office.count("SELECT COUNT(*) AS n FROM team_key_seal WHERE team = $t", {{"t", office.clinic.team}}), 0);
}

}  // namespace
}  // namespace nrm::referral::testing
