#include "desk.hpp"

namespace nrm::consent::testing {
namespace {

class PauseAndEndTest : public DeskTest {};
NRM_ON_EACH_DATABASE(PauseAndEndTest);

TEST_P(PauseAndEndTest, WhilePausedNothingOpensAndHerOwnWordOpensItAgain) {
  const auto id = open("adult");
  const auto basis = must(tell(id, said()));
  give_seal_under(id, basis);
  EXPECT_TRUE(receiver_opens());
  must(pause_it(id, basis));
  EXPECT_EQ(state_of(id, basis), "paused");
  EXPECT_EQ(access_to(basis), Access::paused);
  EXPECT_TRUE(live(id).empty());
  EXPECT_FALSE(receiver_opens());
  EXPECT_EQ(refused(pause_it(id, basis)), "consent.not-paused");
  EXPECT_EQ(refused(resume_it(id, basis, {SpokenTo::person, " ", ""})), "kernel.invalid /words=required");
  EXPECT_EQ(refused(resume_it(id, basis, {SpokenTo::guardian, "go on", "somebody"})),
            "kernel.invalid /spoken_to=ask-herself");
  must(resume_it(id, basis));
  EXPECT_TRUE(receiver_opens());
  EXPECT_EQ(live(id), std::set{basis.text()});
  EXPECT_EQ(moments, (std::vector{"basis.paused:" + basis.text(), "basis.resumed:" + basis.text()}));
}

TEST_P(PauseAndEndTest, AWithdrawalWhilePausedTakesTheSealsForGood) {
  const auto id = open("adult");
  const auto basis = must(tell(id, said()));
  give_seal_under(id, basis);
  must(pause_it(id, basis));
  must(withdraw_everything(id));
  EXPECT_EQ(refused(resume_it(id, basis)), "consent.already-ended");
  EXPECT_EQ(world.database.query("SELECT COUNT(*) AS n FROM key_seal WHERE basis IS NOT NULL").at(0).integer("n"), 0);
}

TEST_P(PauseAndEndTest, WithdrawingEverythingEndsEveryReceiverAndAsksForNewKeys) {
  const auto clinic = world.new_body("test-clinic", "Clinic", {"protection"});
  const auto id = open("adult");
  const auto one = must(tell(id, said()));
  auto second = said();
  second.receiver = clinic.team;
  const auto two = must(tell(id, second));
  const auto ended = must(withdraw_everything(id)).ended;
  EXPECT_EQ((std::set<BasisId>{ended.begin(), ended.end()}), (std::set{one, two}));
  EXPECT_TRUE(tasks(id).contains("rekey-case"));
  EXPECT_EQ(refused(withdraw_everything(id)), "consent.already-ended");
}

TEST_P(PauseAndEndTest, WithdrawingForOneReceiverLeavesTheOther) {
  const auto clinic = world.new_body("test-clinic", "Clinic", {"protection"});
  const auto id = open("adult");
  const auto one = must(tell(id, said()));
  auto second = said();
  second.receiver = clinic.team;
  const auto two = must(tell(id, second));
  EXPECT_EQ(must(withdraw_everything(id, clinic.team)).ended, std::vector{two});
  EXPECT_EQ(state_of(id, one), "live");
}

TEST_P(PauseAndEndTest, AnErasedRecordOfConsentLeavesNothingThatWasSaidAndNobodyReadsOn) {
  const auto id = open("adult");
  const auto basis = must(tell(id, said()));
  give_seal_under(id, basis);
  const auto erase = [&](UtcTime until) {
    return as<void>(world.officer, "case.erase", id, [&](log::Act& act, const access::Permit&) -> Result<void> {
      casefile::forget_class(act, id, "consent-record", casefile::Extent::all, until);
      return {};
    });
  };
  must(erase(world.clock.now() - std::chrono::seconds{1}));
  EXPECT_TRUE(receiver_opens());  // it was said later than what a restore erases over again
  must(erase(world.clock.now()));
  EXPECT_FALSE(receiver_opens());
  EXPECT_EQ(access_to(basis), Access::ended);
  EXPECT_TRUE(world.database.query("SELECT id FROM consent_basis").empty());
  EXPECT_TRUE(world.database.query("SELECT field FROM sealed_value WHERE field LIKE 'casework.basis%'").empty());
  EXPECT_TRUE(tasks(id).contains("rekey-case"));
}

TEST_P(PauseAndEndTest, OnItsLastDayReadingEndsAtOnceAndTheClockTakesTheSealsOnce) {
  const auto id = open("adult");
  const auto basis = must(tell(id, said()));
  give_seal_under(id, basis);
  set_clock("2018-08-01T20:59:59Z");
  EXPECT_EQ(access_to(basis), Access::open);
  set_clock("2018-08-01T21:00:00Z");  // midnight in Minsk; no job has run
  EXPECT_EQ(access_to(basis), Access::ended);
  run_jobs();
  EXPECT_FALSE(receiver_opens());
  world.restart();
  SetUp();
  run_jobs();
  EXPECT_EQ(moments, std::vector{"basis.expired:" + basis.text()});
}

TEST_P(PauseAndEndTest, SheIsAskedAgainBeforeTheEndAndHerNewConsentKeepsWhatWasPassedOn) {
  const auto id = open("adult");
  const auto first = must(tell(id, said("2018-08-01")));
  give_seal_under(id, first);
  set_clock("2018-07-19T10:00:00Z");
  run_jobs();
  EXPECT_TRUE(tasks(id).contains("ask-again"));
  const auto second = must(tell(id, said("2018-10-01")));
  EXPECT_FALSE(tasks(id).contains("ask-again"));
  EXPECT_EQ(state_of(id, first), "replaced");
  set_clock("2018-08-02T10:00:00Z");
  run_jobs();
  EXPECT_EQ(access_to(first), Access::open);
  EXPECT_TRUE(receiver_opens());
  must(withdraw_everything(id));
  EXPECT_EQ(access_to(first), Access::ended);
  EXPECT_EQ(access_to(second), Access::ended);
  EXPECT_FALSE(receiver_opens());
}

TEST_P(PauseAndEndTest, ANarrowerConsentRenewsNothing) {
  const auto id = open("adult");
  const auto first = must(tell(id, said("2018-08-01")));
  give_seal_under(id, first);
  auto narrower = said("2018-10-01");
  narrower.field_groups = {"needs"};
  must(tell(id, narrower));
  set_clock("2018-08-02T10:00:00Z");
  run_jobs();
  EXPECT_EQ(access_to(first), Access::ended);
  EXPECT_FALSE(receiver_opens());
}

TEST_P(PauseAndEndTest, APauseReachesWhatWasPassedOnUnderAnOlderConsent) {
  const auto id = open("adult");
  const auto first = must(tell(id, said("2018-05-20")));
  give_seal_under(id, first);
  const auto second = must(tell(id, said("2018-10-01")));
  set_clock("2018-06-01T10:00:00Z");  // the older one's own day is over; the newer keeps it readable
  run_jobs();
  EXPECT_TRUE(receiver_opens());
  must(pause_it(id, second));
  EXPECT_FALSE(receiver_opens());
  EXPECT_EQ(access_to(first), Access::paused);
}

TEST_P(PauseAndEndTest, HerWordReachesEveryCaseThatStandsForHer) {
  for (const bool in_survivor : {true, false}) {
    const auto absorbed = open("adult");
    const auto first = must(tell(absorbed, said()));
    const auto survivor = open("adult");
    const auto second = must(tell(survivor, said()));
    merge(survivor, absorbed);
    const auto here = in_survivor ? survivor : absorbed;
    must(pause_it(here, first));
    EXPECT_EQ(access_to(first), Access::paused);
    EXPECT_EQ(access_to(second), Access::paused);
    must(resume_it(here, second));
    EXPECT_EQ(access_to(first), Access::open);
    EXPECT_EQ(access_to(second), Access::open);
    EXPECT_EQ(must(withdraw_everything(here)).ended.size(), 2U);
    EXPECT_EQ(state_of(absorbed, first), "withdrawn");
    EXPECT_EQ(state_of(survivor, second), "withdrawn");
    EXPECT_TRUE(tasks(absorbed).contains("rekey-case"));
    EXPECT_TRUE(tasks(survivor).contains("rekey-case"));
  }
}

TEST_P(PauseAndEndTest, ARefusalEndsWhatAMergedCaseHadAgreed) {
  const auto absorbed = open("adult");
  const auto agreed = must(tell(absorbed, said()));
  const auto survivor = open("adult");
  merge(survivor, absorbed);
  auto refusal = said();
  refusal.decision = Decision::refusal;
  must(tell(survivor, refusal));
  EXPECT_EQ(access_to(agreed), Access::ended);
}

TEST_P(PauseAndEndTest, WhatWasSaidIsShownToTheTeamAsItWasRecorded) {
  const auto id = open("adult");
  auto what = said();
  what.minutes = 40;
  what.explained_at = world.clock.now() - std::chrono::hours{2};
  const auto basis = must(tell(id, what));
  const auto seen =
      must(as<BasisView>(world.officer, "basis.print", id, [&](log::Act& act, const access::Permit& permit) {
        return view_basis(act, permit, id, basis);
      }));
  EXPECT_EQ(seen.detail.at("minutes"), "40");
  EXPECT_EQ(seen.detail.at("explained_at"), to_rfc3339(*what.explained_at));
  EXPECT_EQ(seen.detail.at("interpreter_name"), "CANARYINTERPRETER");
  EXPECT_FALSE(seen.notice);
  what.explained_at = world.clock.now() + std::chrono::hours{2};
  what.minutes = 0;
  EXPECT_EQ(refused(tell(id, what)), "kernel.invalid /minutes=out-of-range /explained_at=out-of-range");
}

}  // namespace
}  // namespace nrm::consent::testing
