#include "watch_world.hpp"

namespace nrm::oversight::testing {
namespace {

class GlassTest : public WatchTest {};
NRM_ON_EACH_DATABASE(GlassTest);

TEST_P(GlassTest, AKindThatHerRoleLacksOpensForAnHourOnOneCaseToReadOnly) {
  const auto id = open_case();
  const auto other = open_case("Vera");
  EXPECT_EQ(read(responder, id, Compartment::justice).error().type, nrm::problems::kNotFound);
  const auto started = must(smash(responder, id, {Compartment::justice}));
  EXPECT_EQ(must(read(responder, id, Compartment::justice)), 1U);
  EXPECT_EQ(read(responder, other, Compartment::justice).error().type, nrm::problems::kNotFound);
  EXPECT_EQ(read(responder, id, Compartment::residence).error().type, nrm::problems::kNotFound);
  const auto written =
      on_case<std::int64_t>(responder, "case.write", id, [&](log::Act& act, const access::Permit& permit) {
        casefile::Values values;
        values.emplace("justice.lawyer", Personal<std::string>{"another"});
        return casefile::write_versions(act, permit, id, values, {.today = pack.calendar->local_date(act.now())});
      });
  EXPECT_FALSE(written);
  world.clock.set(started.ends_at);
  EXPECT_EQ(read(responder, id, Compartment::justice).error().type, nrm::problems::kNotFound);
}

TEST_P(GlassTest, ARestrictedCaseGivesWhoSheIsOnlyWhereALifeIsInDanger) {
  const auto id = open_case();
  restrict_case(id);
  EXPECT_EQ(slug_of(smash(world.officer, id, {Compartment::identity}, "keeper-unreachable").error()),
            "kernel.invalid /compartments=danger-to-life-only");
  must(smash(world.officer, id, {Compartment::health}, "keeper-unreachable"));
  EXPECT_TRUE(read(world.officer, id, Compartment::health));
  EXPECT_EQ(read(world.officer, id, Compartment::identity).error().type, casefile::problems::kRestricted);
  must(smash(world.officer, id, {Compartment::identity}));
  EXPECT_TRUE(read(world.officer, id, Compartment::identity));
}

TEST_P(GlassTest, NeedsASentenceAFreshCodeAndAClosedCompartment) {
  const auto id = open_case();
  EXPECT_EQ(slug_of(smash(responder, id, {Compartment::justice}, "danger-to-life", "").error()),
            "kernel.invalid /reason=required");
  EXPECT_EQ(slug_of(smash(responder, id, {Compartment::justice}, "danger-to-life", "short").error()),
            "kernel.invalid /reason=too-short");
  EXPECT_EQ(slug_of(smash(responder, id, {Compartment::justice}, "curious").error()),
            "kernel.invalid /category=not-in-list");
  EXPECT_EQ(slug_of(smash(responder, id, {Compartment::health}).error()), "kernel.invalid /compartments=open-already");
  const auto code = fresh_code(responder);
  const GlassRequest request{"danger-to-life",
                             "Unconscious on the platform, the ambulance asks",
                             {Compartment::justice},
                             code,
                             "127.0.0.0/24"};
  must(break_glass(desk(), world.session(responder), id, request));
  EXPECT_EQ(break_glass(desk(), world.session(responder), id, request).error().type, access::problems::kWrongCode);
}

TEST_P(GlassTest, AnotherTeamFindsNothingToBreak) {
  const auto id = open_case();
  EXPECT_EQ(smash(world.provider, id, {Compartment::justice}).error().type, nrm::problems::kNotFound);
}

TEST_P(GlassTest, TheFourthOfADayIsRefused) {
  const auto id = open_case();
  for (int i = 0; i < access::kGlassesADay; ++i) must(smash(responder, id, {Compartment::justice}));
  EXPECT_EQ(smash(responder, id, {Compartment::justice}).error().type, problems::kGlassUsedUp);
  world.clock.advance(std::chrono::hours{25});
  EXPECT_TRUE(smash(responder, id, {Compartment::justice}));
}

TEST_P(GlassTest, TheKeeperIsToldAtOnceAndTheDataProtectionOfficerSeesIt) {
  const auto id = open_case();
  const auto started = must(smash(responder, id, {Compartment::justice}));
  EXPECT_EQ(started.told, world.border_manager.id);
  const auto tasks = world.database->reading(
      [&](storage::Reader& reader) { return casefile::tasks_of_team(reader, world.border.team); });
  ASSERT_EQ(tasks.size(), 1U);
  EXPECT_EQ(tasks[0].kind, kReviewTask);
  const auto notices = world.database.query("SELECT member, object FROM member_notice WHERE code = 'glass.started'");
  ASSERT_EQ(notices.size(), 1U);
  EXPECT_EQ(notices.at(0).text("member"), world.border_manager.id.text());
  EXPECT_EQ(notices.at(0).text("object"), id.text());
  EXPECT_EQ(tasks[0].due, started.ends_at - access::kGlassLasts + access::kGlassReviewDue);
  const auto listed = must(list_break_glasses(desk(), world.session(privacy), {}));
  ASSERT_EQ(listed.items.size(), 1U);
  EXPECT_EQ(listed.items[0].member, responder.id);
  EXPECT_EQ(seen("break-glass"), 1);
  EXPECT_TRUE(must(list_break_glasses(desk(), world.session(other_privacy), {})).items.empty());
  EXPECT_EQ(list_break_glasses(desk(), world.session(world.border_manager), {}).error().type, nrm::problems::kNotFound);
}

TEST_P(GlassTest, AnotherPersonReviewsOnceAndReadsTheReason) {
  const auto id = open_case();
  const auto started = must(smash(responder, id, {Compartment::justice}));
  const auto on_it = must(break_glasses_on_case(desk(), world.session(world.officer), id));
  ASSERT_EQ(on_it.size(), 1U);
  EXPECT_EQ(on_it[0].reason->reveal(), "Unconscious on the platform, the ambulance asks");
  EXPECT_EQ(review_break_glass(desk(), world.session(responder), started.id, {true, "it was me"}).error().type,
            problems::kAnotherReviews);
  EXPECT_EQ(review_break_glass(desk(), world.session(world.provider), started.id, {true, "from afar"}).error().type,
            nrm::problems::kNotFound);
  must(review_break_glass(desk(), world.session(world.officer), started.id, {true, "The ambulance confirms."}));
  EXPECT_EQ(review_break_glass(desk(), world.session(world.border_manager), started.id, {false, "late"}).error().type,
            problems::kAlreadyReviewed);
  const auto tasks = world.database->reading(
      [&](storage::Reader& reader) { return casefile::tasks_of_team(reader, world.border.team); });
  EXPECT_TRUE(tasks.empty());
  EXPECT_TRUE(smash(responder, id, {Compartment::justice}));
}

TEST_P(GlassTest, NotJustifiedSuspendsTheRightUntilTheOfficerGivesItBack) {
  const auto id = open_case();
  const auto started = must(smash(responder, id, {Compartment::justice}));
  ASSERT_TRUE(read(responder, id, Compartment::justice));
  must(review_break_glass(desk(), world.session(world.border_manager), started.id, {false, "There was no ambulance."}));
  EXPECT_FALSE(read(responder, id, Compartment::justice)) << "its hour is not over, its reason is";
  EXPECT_EQ(smash(responder, id, {Compartment::justice}).error().type, problems::kGlassSuspended);
  EXPECT_EQ(seen("break-glass-not-justified"), 1);
  EXPECT_EQ(restore_right(desk(), world.session(other_privacy), responder.id).error().type, nrm::problems::kNotFound);
  must(restore_right(desk(), world.session(privacy), responder.id));
  EXPECT_TRUE(smash(responder, id, {Compartment::justice}));
}

TEST_P(GlassTest, AfterADayUnreviewedTheOfficerIsToldAndAfterThreeTheRightRests) {
  const auto id = open_case();
  const auto started = must(smash(responder, id, {Compartment::justice}));
  world.clock.advance(std::chrono::hours{24});
  EXPECT_EQ(run_jobs(), 1);
  EXPECT_EQ(run_jobs(), 0);
  EXPECT_EQ(seen("break-glass-unreviewed"), 1);
  EXPECT_TRUE(smash(responder, id, {Compartment::justice}));
  world.clock.advance(std::chrono::hours{48});
  run_jobs();
  EXPECT_EQ(seen("break-glass-suspended"), 1);
  EXPECT_EQ(smash(responder, id, {Compartment::justice}).error().type, problems::kGlassSuspended);
  must(review_break_glass(desk(), world.session(world.border_manager), started.id, {true, "Better late than never."}));
  EXPECT_TRUE(smash(responder, id, {Compartment::justice}));
}

TEST_P(GlassTest, ATeamWithoutEmergencyKeysOpensNoKindThatARoleLacks) {
  const auto id = open_case();
  must(set_emergency_setting(desk(), world.session(world.border_manager), false));
  EXPECT_FALSE(must(emergency_setting(desk(), world.session(responder))));
  const auto kept = [&](const TeamId& team) {
    return world.database.query("SELECT COUNT(*) AS n FROM emergency_key_seal WHERE team = $team", {{"team", team}})
        .at(0)
        .integer("n");
  };
  EXPECT_EQ(kept(world.border.team), 0);
  EXPECT_GT(kept(world.shelter.team), 0) << "another team decides for itself";
  EXPECT_EQ(smash(responder, id, {Compartment::justice}).error().type, problems::kNoEmergencyKey);
  restrict_case(id);
  EXPECT_TRUE(smash(responder, id, {Compartment::health}));
  must(set_emergency_setting(desk(), world.session(world.border_manager), true));
  must(smash(responder, id, {Compartment::justice}));
  EXPECT_TRUE(read(responder, id, Compartment::justice));
}

TEST_P(GlassTest, SwitchingOnGivesNoEmergencyKeyToWhoWaitsForHerOwn) {
  const auto waiting = world.enrolled(world.border, {Role::first_responder}, "border.waiting");
  world.session(waiting);
  must(set_emergency_setting(desk(), world.session(world.border_manager), false));
  must(set_emergency_setting(desk(), world.session(world.border_manager), true));
  const auto kept = [&](const MemberId& member) {
    return world.database
        .query("SELECT COUNT(*) AS n FROM emergency_key_seal WHERE member = $member", {{"member", member}})
        .at(0)
        .integer("n");
  };
  EXPECT_EQ(kept(waiting.id), 0);
  EXPECT_GT(kept(responder.id), 0);
}

TEST_P(GlassTest, AnEmergencyKeyThatWasMovedOpensNothing) {
  const auto id = open_case();
  must(smash(responder, id, {Compartment::justice}));
  world.database.write([&](storage::Writer& writer) {
    writer.run(
        "UPDATE emergency_key_seal SET sealed = (SELECT sealed FROM emergency_key_seal WHERE member = $m AND kind = "
        "'residence') WHERE member = $m AND kind = 'justice'",
        {{"m", responder.id}});
    return true;
  });
  EXPECT_EQ(read(responder, id, Compartment::justice).error().type, access::problems::kKeyBroken);
}

TEST_P(GlassTest, WithNobodyElseToTellTheGlassStaysWhole) {
  const auto hut = world.new_body("test-hut", "Hut", {"identification"});
  const auto alone = world.new_person(hut, {Role::first_responder, Role::identifying_officer}, "hut.alone");
  const auto id = must(on_case<CaseId>(alone, "case.open", std::nullopt,
                                       [&](log::Act& act, const access::Permit& permit) -> Result<CaseId> {
                                         casefile::NewCase input;
                                         input.reference_prefix = "BY";
                                         input.today = pack.calendar->local_date(act.now());
                                         const auto opened = casefile::open_case(act, permit, input);
                                         if (!opened) return tl::unexpected(opened.error());
                                         return opened->id;
                                       }));
  world.database.write([&](storage::Writer& writer) {
    writer.run("UPDATE case_file SET keeper = $m WHERE id = $id", {{"m", world.officer.id}, {"id", id}});
    writer.run("INSERT INTO case_restriction (case_id, restricted_by, restricted_at) VALUES ($id, $m, 1)",
               {{"m", world.officer.id}, {"id", id}});
    return true;
  });
  EXPECT_EQ(smash(alone, id, {Compartment::health}).error().type, problems::kNoSecondPerson);
}

}  // namespace
}  // namespace nrm::oversight::testing
