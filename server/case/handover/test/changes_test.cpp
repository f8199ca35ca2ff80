// What happens between the offer and the answer is carried over, or makes the acceptance impossible with a clear
// answer.
#include "hand_over_world.hpp"
#include "nrm/access/rotation.hpp"
#include "nrm/casefile/erasure.hpp"
#include "nrm/casefile/rewrap.hpp"
#include "nrm/casefile/team_end.hpp"

namespace nrm::handover::testing {
namespace {

class ChangesTest : public ::testing::TestWithParam<storage::Kind> {
 protected:
  HandoverWorld w{GetParam()};
  CaseId id = w.open_case();
  BasisId basis = w.agree(id, w.shelter());
  HandoverId offered = w.offered(id).id;

  std::string answer() {
    const auto accepted = accept(w.desk(), w.receiver(), offered);
    return accepted ? "accepted" : std::string{accepted.error().type.slug};
  }
  View seen() { return must(read(w.desk(), w.giver(), offered)); }
  void expect_stopped(const std::string& why) {
    EXPECT_EQ(seen().summary.state, State::stopped);
    EXPECT_EQ(seen().reason_code, why);
    EXPECT_EQ(w.seals_of(w.shelter(), true), 0);
    EXPECT_EQ(answer(), "kernel.conflict");
  }
};
NRM_ON_EACH_DATABASE(ChangesTest);

TEST_P(ChangesTest, a_first_value_of_a_new_kind_comes_along) {
  must(w.write(w.giver(), id, "justice.case-number", "yes"));
  EXPECT_TRUE(seen().complete) << "its key was given ahead in the act that made it";
  EXPECT_EQ(answer(), "accepted");
  EXPECT_EQ(w.reads(w.receiver(), id, "justice.case-number"), "yes");
}

TEST_P(ChangesTest, new_keys_come_along_and_old_ones_leave_nothing) {
  for (bool more = true; more;)
    more = must(w.as<casefile::Rekeyed>(w.giver(), "case.rekey", id, [&](log::Act& act, const access::Permit& permit) {
             return casefile::rekey_case(act, permit, id);
           })).more;
  EXPECT_TRUE(seen().complete);
  EXPECT_EQ(answer(), "accepted");
  EXPECT_EQ(w.reads(w.receiver(), id, "health.needs"), "Insulin, twice a day.");
}

TEST_P(ChangesTest, what_is_sent_meanwhile_has_to_be_completed) {
  const auto sent = w.refer_to(id, w.clinic.team);
  EXPECT_FALSE(seen().complete);
  EXPECT_EQ(answer(), "handover.not-complete");
  EXPECT_TRUE(must(complete(w.desk(), w.giver(), offered)).complete);
  EXPECT_EQ(answer(), "accepted");
  EXPECT_TRUE(referral::open(w.referrals(), w.receiver(), sent.id, "assist", "what was sent"));
}

TEST_P(ChangesTest, what_she_did_not_agree_to_stops_the_acceptance_and_nothing_of_it_stays) {
  w.withdraw(id, basis);
  expect_stopped("basis-withdrawn");
  w.agree(id, w.shelter(), {"identity", "situation", "needs", "health"});
  offered = w.offered(id).id;
  must(w.write(w.giver(), id, "whereabouts.stays-at", "12 Test street"));
  EXPECT_EQ(answer(), "handover.not-covered");
  EXPECT_EQ(seen().summary.state, State::offered);
  EXPECT_EQ(w.reads(w.receiver(), id, "health.needs"), "kernel.not-found");
  EXPECT_EQ(w.reads(w.giver(), id, "health.needs"), "Insulin, twice a day.");
}

TEST_P(ChangesTest, a_pause_holds_it_up_and_its_end_lets_it_go_on) {
  must(w.as<void>(w.giver(), "basis.pause", id,
                  [&](log::Act& act, const access::Permit& permit) { return consent::pause(act, permit, id, basis); }));
  EXPECT_EQ(answer(), "handover.not-now");
  must(w.as<void>(w.giver(), "basis.resume", id, [&](log::Act& act, const access::Permit& permit) {
    return consent::resume(act, permit, w.pack, id, basis, {consent::SpokenTo::person, "yes, go on", ""});
  }));
  EXPECT_EQ(answer(), "accepted");
}

TEST_P(ChangesTest, the_end_of_the_basis_ends_the_offer) {
  must(take_back(w.desk(), w.giver(), offered));
  w.withdraw(id, basis);
  w.agree(id, w.shelter(), kAllGroups, 3);
  offered = w.offered(id).id;
  w.world.clock.advance(std::chrono::hours{24 * 5});
  w.run_jobs();
  expect_stopped("basis-ended");
}

TEST_P(ChangesTest, a_closed_case_is_not_taken_over) {
  must(w.as<void>(w.giver(), "case.close", id, [&](log::Act& act, const access::Permit& permit) {
    return casefile::close_case(act, permit, id, {"goal-reached", ""}, "");
  }));
  expect_stopped("case-closed");
}

TEST_P(ChangesTest, a_case_that_came_to_be_part_of_another_waits_and_the_other_takes_it_along) {
  const auto survivor = w.open_case("The same woman, two days before.");
  must(w.as<void>(w.giver(), "case.merge", survivor, [&](log::Act& act, const access::Permit& permit) {
    return casefile::merge_cases(act, permit, survivor, id);
  }));
  EXPECT_EQ(answer(), "handover.not-now");
  must(take_back(w.desk(), w.giver(), offered));
  w.agree(survivor, w.shelter());
  offered = w.offered(survivor).id;
  EXPECT_EQ(answer(), "accepted");
  EXPECT_EQ(w.reads(w.receiver(), survivor, "casework.summary"), "The same woman, two days before.");
  EXPECT_EQ(w.reads(w.receiver(), id, "casework.summary"), "Found at the crossing with two others.");
  EXPECT_EQ(w.reads(w.giver(), id, "casework.summary"), "kernel.not-found");
}

TEST_P(ChangesTest, a_part_that_was_taken_off_stays_and_its_keys_come_back) {
  must(take_back(w.desk(), w.giver(), offered));
  const auto other = w.open_case("Another woman, as it turns out.");
  const auto merge = [&](bool together) {
    must(w.as<void>(w.giver(), together ? "case.merge" : "case.unmerge", id,
                    [&](log::Act& act, const access::Permit& permit) -> Result<void> {
                      if (together) return casefile::merge_cases(act, permit, id, other);
                      if (const auto apart = casefile::unmerge_case(act, permit, other); !apart)
                        return tl::unexpected(apart.error());
                      return {};
                    }));
  };
  merge(true);
  offered = w.offered(id).id;
  merge(false);
  EXPECT_EQ(answer(), "accepted");
  EXPECT_EQ(w.reads(w.receiver(), other, "casework.summary"), "kernel.not-found");
  EXPECT_EQ(w.reads(w.giver(), other, "casework.summary"), "Another woman, as it turns out.");
  EXPECT_EQ(w.seals_of(w.shelter(), true), 0);
}

TEST_P(ChangesTest, a_restriction_stays_and_names_the_new_keeper_alone) {
  must(w.as<void>(w.giver(), "case.restrict", id, [&](log::Act& act, const access::Permit& permit) {
    return casefile::restrict_case(act, permit, id, {w.world.officer.id});
  }));
  EXPECT_EQ(answer(), "accepted");
  EXPECT_EQ(w.reads(w.receiver(), id, "health.needs"), "Insulin, twice a day.");
  EXPECT_EQ(w.reads(w.world.session(w.world.provider), id, "health.needs"), "casefile.restricted");
  EXPECT_EQ(w.count("SELECT COUNT(*) AS n FROM case_named_member"), 0);
}

TEST_P(ChangesTest, an_erased_case_takes_the_offer_with_it) {
  must(w.as<std::vector<casefile::ErasedCase>>(
      w.giver(), "case.erase", std::nullopt,
      [&](log::Act& act, const access::Permit& permit) { return casefile::erase_case(act, permit, id); }));
  EXPECT_EQ(answer(), "kernel.not-found");
  for (const auto* table : {"handover", "handover_part", "handover_history", "key_seal"})
    EXPECT_EQ(w.count(fmt::format("SELECT COUNT(*) AS n FROM {}", table)), 0) << table;
}

TEST_P(ChangesTest, an_emergency_opening_is_reviewed_by_those_who_can_read_its_reason) {
  w.world.database.run(
      "INSERT INTO break_glass (id, member, team, organisation, case_id, category, kinds, started_at, ends_at, told) "
      "VALUES ('g', $member, $team, $organisation, $case, 'danger', 'health', 0, 0, 'team')",
      {{"member", w.world.officer.id},
       {"team", w.border()},
       {"organisation", w.world.border.organisation},
       {"case", id}});
  EXPECT_EQ(answer(), "handover.review-first");
  EXPECT_EQ(must(preview(w.desk(), w.giver(), id, w.second.team)).hindrances.front(), "already-offered");
  w.world.database.run("UPDATE break_glass SET verdict = 'justified'");
  EXPECT_EQ(answer(), "accepted");
}

TEST_P(ChangesTest, a_merger_of_the_giver_takes_the_offer_along_and_one_of_the_receiver_ends_it) {
  const access::testing::Body third{w.world.border.organisation, w.add_team("Third post")};
  const auto third_manager = w.world.new_person(third, {Role::case_manager}, "third.manager");
  const auto merge = [&](const access::Session& session) {
    for (bool done = false; !done;)
      done = must(w.as<casefile::Merging>(session, "team.merge", std::nullopt,
                                          [&](log::Act& act, const access::Permit& permit) {
                                            return casefile::merge_team(act, permit, third.team, {}, 5);
                                          }))
                 .done;
  };
  const auto other = w.open_case("For the second post.");
  w.refer_to(other, w.clinic.team);
  w.agree(other, w.second.team);
  const auto to_second = must(offer(w.desk(), w.giver(), {other, w.second.team, false, ""})).id;
  merge(w.world.session(w.second_manager));
  const auto third_session = w.world.session(third_manager);
  const auto seen_by_third = must(read(w.desk(), third_session, to_second));
  EXPECT_EQ(seen_by_third.summary.state, State::stopped) << "she agreed to the second post, which is no more";
  EXPECT_EQ(seen_by_third.reason_code, "teams-merged");
  EXPECT_EQ(w.seals_of(third.team, true), 0);
  merge(w.giver());
  EXPECT_EQ(answer(), "accepted");
  EXPECT_EQ(w.reads(w.receiver(), id, "health.needs"), "Insulin, twice a day.");
  EXPECT_EQ(w.reads(third_session, id, "health.needs"), "kernel.not-found");
}

TEST_P(ChangesTest, an_offer_between_two_teams_that_are_merged_is_over) {
  const auto other = w.open_case("For the second post.");
  w.refer_to(other, w.clinic.team);
  w.agree(other, w.second.team);
  const auto to_second = must(offer(w.desk(), w.giver(), {other, w.second.team, false, ""})).id;
  const auto session = w.giver();
  for (bool done = false; !done;)
    done = must(w.as<casefile::Merging>(session, "team.merge", std::nullopt,
                                        [&](log::Act& act, const access::Permit& permit) {
                                          return casefile::merge_team(act, permit, w.second.team, {});
                                        }))
               .done;
  const auto second = w.world.session(w.second_manager);
  EXPECT_EQ(must(read(w.desk(), second, to_second)).reason_code, "teams-merged");
  EXPECT_EQ(w.reads(second, other, "casework.summary"), "For the second post.");
  EXPECT_EQ(w.seals_of(w.second.team, true), 0);
}

TEST_P(ChangesTest, a_rotation_of_either_teams_keys_leaves_the_offer_as_good_as_before) {
  const auto rotate = [&](const access::Session& session) {
    must(access::rotate_team_keys(w.world.context(), session, session.team));
    must(w.as<casefile::Rewrapped>(session, "access.rewrap-keys", std::nullopt,
                                   [&](log::Act& act, const access::Permit& permit) {
                                     return casefile::rewrap_seals(act, permit, casefile::kRewrapBatch);
                                   }));
  };
  rotate(w.giver());
  rotate(w.receiver());
  EXPECT_EQ(w.reads(w.receiver(), id, "health.needs"), "kernel.not-found");
  EXPECT_EQ(answer(), "accepted");
  EXPECT_EQ(w.reads(w.receiver(), id, "health.needs"), "Insulin, twice a day.");
}

}  // namespace
}  // namespace nrm::handover::testing
