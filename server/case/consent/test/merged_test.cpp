// One person, several cases: what she or somebody for her says in one of them counts in all, as far as the member who
// hears it holds them; whoever holds one of them alone learns nothing of the others.
#include "desk.hpp"
#include "nrm/casefile/joint_team.hpp"
#include "nrm/casefile/restriction.hpp"
#include "nrm/consent/routes.hpp"

namespace nrm::consent::testing {
namespace {

constexpr const char* kGuardian = "child.guardian";
constexpr const char* kContact = "whereabouts.safe-contact";
constexpr const char* kSpokenForByASuspect = "kernel.invalid /child/guardian_name=representative-suspected";

class MergedTest : public DeskTest {
 protected:
  access::testing::Body clinic = world.new_body("test-clinic", "Clinic", {"protection"});

  Attention attention(const CaseId& id, const Person* who = nullptr) {
    return must(as<Attention>(
        who == nullptr ? world.officer : *who, "basis.list", id,
        [&](log::Act& act, const access::Permit& permit) { return attention_of(act, permit, world.pack, id); }));
  }
  Result<std::size_t> suspect(const Person& who, const CaseId& id, const std::string& name) {
    return as<std::size_t>(who, "basis.suspect-representative", id, [&](log::Act& act, const access::Permit& permit) {
      return suspect_representative(act, permit, world.pack, id, {SpokenTo::guardian, name});
    });
  }
  std::size_t hear(const Person& who, const CaseId& id) {
    return must(as<std::size_t>(
        who, "basis.suspect-representative", id,
        [&](log::Act& act, const access::Permit& permit) { return hear_suspicion(act, permit, world.pack, id); }));
  }
  std::size_t follow_age(const CaseId& id, const Person* who = nullptr) {
    return must(as<std::size_t>(
        who == nullptr ? world.officer : *who, "basis.end-by-age", id,
        [&](log::Act& act, const access::Permit& permit) { return end_spoken_for(act, permit, world.pack, id); }));
  }
  void write(const CaseId& id, const std::string& field, const std::string& value) {
    must(as<std::int64_t>(world.officer, "case.write", id, [&](log::Act& act, const access::Permit& permit) {
      return casefile::write_versions(
          act, permit, id, {{field, Personal<std::string>{value}}},
          {.today = world.pack.calendar->local_date(act.now()), .expected_version = {}, .cleared = {}});
    }));
  }
  std::string value(const CaseId& id, const std::string& field) {
    const auto found =
        must(as<casefile::Values>(world.officer, "case.view", id, [&](log::Act& act, const access::Permit& permit) {
          return casefile::read_fields(act, permit, id, {field});
        }));
    const auto at = found.find(field);
    return at == found.end() ? std::string{} : at->second.reveal();
  }
  Conversation to(const TeamId& receiver, Conversation what, const std::string& purpose = "refer") {
    what.receiver = receiver;
    what.purpose = purpose;
    return what;
  }
  // Under a word that nobody of these tests takes back.
  void join(const CaseId& id, const access::testing::Body& body, const std::set<casefile::Compartment>& kinds) {
    hold_under(id, body, must(tell(id, to(body.team, for_her(SpokenTo::representative, "A lawyer"), "assist"))), kinds);
  }
  void hold_under(const CaseId& id, const access::testing::Body& body, const BasisId& basis,
                  const std::set<casefile::Compartment>& kinds) {
    must(as<casefile::JointTeamId>(
        world.border_manager, "case-team.add", id, [&](log::Act& act, const access::Permit& permit) {
          return casefile::add_joint_team(act, permit, id,
                                          {body.team, kinds, basis, *parse_rfc3339("2018-04-30T21:00:00Z")});
        }));
  }
  void restrict(const CaseId& id) {
    must(as<void>(world.border_manager, "case.restrict", id, [&](log::Act& act, const access::Permit& permit) {
      act.run("UPDATE case_file SET keeper = $keeper WHERE id = $id",
              {{"keeper", world.border_manager.id}, {"id", id}});
      return casefile::restrict_case(act, permit, id, {});
    }));
  }
  std::int64_t leaves_of(const CaseId& id) {
    return world.database.query("SELECT COUNT(*) AS n FROM log_leaf WHERE subject_case = '" + id.text() + "'")
        .at(0)
        .integer("n");
  }
};
NRM_ON_EACH_DATABASE(MergedTest);

TEST_P(MergedTest, OfAgeWhatWasAgreedToForHerInAMergedCaseEndsWhicheverIsLookedAt) {
  for (const std::string day : {"15", "16"}) {
    const bool in_survivor = day == "15";
    const auto absorbed = open("child", "2000-07-" + day);
    const auto given = must(tell(absorbed, for_her(SpokenTo::guardian, "Her mother", "2018-07-31")));
    const auto survivor = open("child", "2000-07-" + day);
    merge(survivor, absorbed);
    const auto here = in_survivor ? survivor : absorbed;
    EXPECT_FALSE(attention(here).ask_herself);
    set_clock("2018-07-" + day + "T10:00:00Z");
    EXPECT_TRUE(attention(here).ask_herself);
    EXPECT_EQ(follow_age(here), 1U);
    EXPECT_EQ(state_of(absorbed, given), "withdrawn");
    EXPECT_TRUE(attention(here).ask_herself);
    EXPECT_TRUE(tasks(survivor).contains("ask-again"));
    must(tell(survivor, said()));
    EXPECT_FALSE(attention(here).ask_herself);
    EXPECT_FALSE(tasks(survivor).contains("ask-again"));
  }
}

TEST_P(MergedTest, HowOldSheIsTheSurvivingCaseSays) {
  const auto absorbed = open("may-be-a-child");
  const auto given = must(tell(absorbed, for_her(SpokenTo::guardian, "Her mother")));
  write(absorbed, "casework.age-class", R"({"class":"adult","reason":"passport seen"})");
  const auto survivor = open("child");
  merge(survivor, absorbed);
  EXPECT_FALSE(attention(absorbed).ask_herself);
  EXPECT_EQ(follow_age(absorbed), 0U);
  EXPECT_EQ(live(absorbed), std::set{given.text()});
}

TEST_P(MergedTest, AgreeingAnewWakesWhatAMergedCaseHadPassedOn) {
  const auto absorbed = open("adult");
  const auto first = must(tell(absorbed, said()));
  give_seal_under(absorbed, first);
  const auto elsewhere = must(tell(absorbed, to(clinic.team, said())));
  const auto for_health = must(tell(absorbed, to(world.shelter.team, said(), "health-care")));
  auto wide = said();
  wide.field_groups.insert("health");
  const auto survivor = open("adult");
  const auto wider = must(tell(survivor, wide));
  merge(survivor, absorbed);
  must(pause_it(survivor, wider));
  must(pause_it(survivor, elsewhere));
  EXPECT_FALSE(receiver_opens());
  moments.clear();
  must(tell(survivor, said()));
  EXPECT_EQ(access_to(first), Access::open);
  EXPECT_TRUE(receiver_opens());
  EXPECT_EQ(moments, std::vector{"basis.resumed:" + first.text()});
  for (const auto& asleep : {elsewhere, for_health, wider}) EXPECT_EQ(access_to(asleep), Access::paused);
}

TEST_P(MergedTest, AgreeingAnewWakesEveryOlderConsentThatItCovers) {
  const auto id = open("adult");
  const auto first = must(tell(id, said("2018-07-01")));
  give_seal_under(id, first);
  const auto second = must(tell(id, said("2018-08-01")));
  must(pause_it(id, second));
  must(tell(id, said("2018-09-01")));
  EXPECT_EQ(access_to(first), Access::open);
  EXPECT_EQ(access_to(second), Access::open);
  EXPECT_TRUE(receiver_opens());
}

TEST_P(MergedTest, WhoIsSuspectedInAMergedCaseIsOutInTheOneThatStandsForHer) {
  const auto absorbed = open("child");
  must(tell(absorbed, for_her(SpokenTo::guardian, "Ivan Sidorov")));
  const auto survivor = open("child");
  const auto given = must(tell(survivor, for_her(SpokenTo::guardian, "Иван Сидоров")));
  write(survivor, kGuardian, "Ivan Sidorov, father");
  merge(survivor, absorbed);
  const auto before = leaves_of(absorbed);
  EXPECT_EQ(must(suspect(world.officer, absorbed, "Sidorov, the father")), 2U);
  // A team that holds the absorbed case with this one reads its log, and does not read there of the other.
  EXPECT_EQ(leaves_of(absorbed), before);
  EXPECT_EQ(state_of(survivor, given), "withdrawn");
  EXPECT_EQ(value(survivor, kGuardian), "");
  for (const auto* name : {"Ivan Sidorov", "Иван Сидоров", "Sidorov, the father"}) {
    EXPECT_NE(value(survivor, kContact).find(name), std::string::npos) << value(survivor, kContact);
    EXPECT_EQ(refused(tell(survivor, for_her(SpokenTo::guardian, name))), kSpokenForByASuspect);
  }
  EXPECT_TRUE(attention(survivor).find_representative);
  EXPECT_TRUE(tasks(survivor).contains("ask-again"));
  must(tell(survivor, for_her(SpokenTo::guardian, "Her grandmother")));
  EXPECT_FALSE(attention(survivor).find_representative);
  EXPECT_FALSE(tasks(survivor).contains("ask-again"));
}

TEST_P(MergedTest, WhatAJointTeamOfOneCaseSuspectsReachesTheOthersWithTheFirstLookOfWhoeverHoldsThem) {
  const auto absorbed = open("child");
  must(tell(absorbed, to(clinic.team, for_her(SpokenTo::guardian, "Ivan Sidorov"))));
  join(absorbed, world.shelter, {casefile::Compartment::casework, casefile::Compartment::identity});
  const auto survivor = open("child");
  const auto given = must(tell(survivor, to(clinic.team, for_her(SpokenTo::guardian, "Vanya Sidorov"))));
  write(survivor, kGuardian, "Ivan Sidorov, father");
  merge(survivor, absorbed);
  const auto before = leaves_of(survivor);
  EXPECT_EQ(must(suspect(world.provider, absorbed, "")), 1U);
  EXPECT_EQ(leaves_of(survivor), before);
  EXPECT_EQ(hear(world.provider, absorbed), 0U);
  EXPECT_EQ(refused(suspect(world.provider, survivor, "")), "kernel.not-found");
  EXPECT_EQ(state_of(survivor, given), "live") << "the shelter does not hold it";
  EXPECT_TRUE(tasks(survivor).contains("ask-again"));
  EXPECT_FALSE(attention(absorbed, &world.provider).suspicion_unheard);
  // Recorded before anybody looked: his name is known to whoever holds both cases, and somebody else speaks for her.
  EXPECT_EQ(refused(tell(survivor, for_her(SpokenTo::guardian, "ivan sidorov"))), kSpokenForByASuspect);
  const auto by_grandmother = must(tell(survivor, for_her(SpokenTo::guardian, "Her grandmother")));
  EXPECT_TRUE(tasks(survivor).contains("ask-again"));
  ASSERT_TRUE(attention(survivor).suspicion_unheard);
  EXPECT_EQ(hear(world.officer, survivor), 1U);
  EXPECT_EQ(state_of(survivor, given), "withdrawn");
  EXPECT_EQ(state_of(survivor, by_grandmother), "live");
  for (const auto* name : {"Ivan Sidorov", "Vanya Sidorov"})
    EXPECT_NE(value(survivor, kContact).find(name), std::string::npos) << value(survivor, kContact);
  EXPECT_EQ(value(survivor, kContact).find("grandmother"), std::string::npos);
  EXPECT_EQ(value(survivor, kGuardian), "");
  EXPECT_FALSE(attention(survivor).suspicion_unheard);
  EXPECT_EQ(hear(world.officer, survivor), 0U);
}

TEST_P(MergedTest, WhoWasSuspectedBeforeTheMergerSpeaksInNeitherCase) {
  for (const bool known_to_survivor : {true, false}) {
    const auto knows = open("child");
    must(tell(knows, for_her(SpokenTo::guardian, "Ivan Sidorov")));
    must(suspect(world.officer, knows, ""));
    const auto does_not = open("child");
    world.clock.advance(std::chrono::seconds{1});
    const auto by_him = must(tell(does_not, for_her(SpokenTo::guardian, "Иван Сидоров")));
    const auto by_her = must(tell(does_not, to(clinic.team, for_her(SpokenTo::guardian, "Her grandmother"))));
    const auto survivor = known_to_survivor ? knows : does_not;
    merge(survivor, known_to_survivor ? does_not : knows);
    ASSERT_TRUE(attention(survivor).suspicion_unheard);
    EXPECT_TRUE(live(does_not).empty()) << "nothing is passed on by his word, though nobody has looked";
    EXPECT_EQ(hear(world.officer, survivor), 1U);
    EXPECT_EQ(state_of(does_not, by_him), "withdrawn");
    EXPECT_EQ(state_of(does_not, by_her), "live");
    EXPECT_NE(value(survivor, kContact).find("Ivan Sidorov"), std::string::npos);
    EXPECT_EQ(refused(tell(survivor, for_her(SpokenTo::representative, "Ivan Sidorov"))), kSpokenForByASuspect);
  }
}

TEST_P(MergedTest, ALookAtTheListEndsWhatASuspectOfAnotherCaseAgreedTo) {
  const auto absorbed = open("child");
  must(suspect(world.officer, absorbed, "Ivan Sidorov"));
  const auto survivor = open("child");
  const auto given = must(tell(survivor, for_her(SpokenTo::guardian, "Ivan Sidorov")));
  merge(survivor, absorbed);
  const auto routes =
      consent_routes({world.journal(), world.pack, [this](const http::Request&) -> Result<access::Session> {
                        return world.session(world.officer);
                      }});
  http::Request request;
  request.path_params = {{"id", survivor.text()}};
  std::string body;
  for (const auto& route : routes)
    if (route.method == http::Method::get && route.pattern == "/api/v1/cases/{id}/bases")
      body = must(route.handler(request)).body;
  EXPECT_NE(body.find(R"("state":"withdrawn")"), std::string::npos) << body;
  EXPECT_NE(body.find(R"("find_representative":true)"), std::string::npos) << body;
  EXPECT_EQ(state_of(survivor, given), "withdrawn");
}

TEST_P(MergedTest, ARestrictionKeepsNobodyFromSuspectingAndWhoeverOpensTheOtherCaseHearsIt) {
  const auto absorbed = open("child");
  const auto survivor = open("child");
  const auto given = must(tell(survivor, for_her(SpokenTo::guardian, "Ivan Sidorov")));
  merge(survivor, absorbed);
  restrict(survivor);
  EXPECT_EQ(must(suspect(world.officer, absorbed, "Ivan Sidorov")), 0U);
  EXPECT_TRUE(tasks(survivor).contains("ask-again"));
  EXPECT_EQ(hear(world.border_manager, survivor), 1U);
  EXPECT_EQ(state_of(survivor, given), "withdrawn");
}

TEST_P(MergedTest, AJointTeamThatHoldsNoWhereaboutsSuspectsToo) {
  const auto id = open("child");
  const auto given = must(tell(id, to(clinic.team, for_her(SpokenTo::guardian, "Ivan Sidorov"))));
  join(id, world.shelter, {casefile::Compartment::casework});
  EXPECT_EQ(must(suspect(world.provider, id, "")), 1U);
  EXPECT_EQ(state_of(id, given), "withdrawn");
  EXPECT_FALSE(attention(id).find_representative) << "the lawyer still speaks for her";
}

TEST_P(MergedTest, WhoHoldsOneCaseAloneLetsOnlyWhatStandsThereGoOn) {
  const auto absorbed = open("adult");
  // Held by another ground than her consent, which her pause does not touch.
  const auto ground = must(without_consent(absorbed, danger()));
  must(confirm(world.border_manager, absorbed, ground));
  hold_under(absorbed, world.shelter, ground, {casefile::Compartment::casework, casefile::Compartment::identity});
  const auto here = must(tell(absorbed, said()));
  const auto survivor = open("child");
  const auto given = must(tell(survivor, for_her(SpokenTo::guardian, "Her mother")));
  merge(survivor, absorbed);
  must(pause_it(survivor, given));
  ASSERT_EQ(access_to(here), Access::paused);
  must(as<void>(world.provider, "basis.resume", absorbed, [&](log::Act& act, const access::Permit& permit) {
    return resume(act, permit, world.pack, absorbed, here, {SpokenTo::person, "go on", ""});
  }));
  EXPECT_EQ(access_to(here), Access::open);
  EXPECT_EQ(access_to(given), Access::paused);
  EXPECT_TRUE(tasks(survivor).contains("ask-again"));
}

TEST_P(MergedTest, WhatIsTakenBackAtAnAbsorbedCaseStandsInTheLogOfTheSurvivingOne) {
  const auto absorbed = open("adult");
  const auto survivor = open("adult");
  must(tell(survivor, said()));
  merge(survivor, absorbed);
  const auto before = leaves_of(absorbed);
  must(withdraw_everything(absorbed));
  EXPECT_EQ(leaves_of(absorbed), before);
}

TEST_P(MergedTest, TakenApartEachCaseRemembersWhoWasSuspected) {
  const auto absorbed = open("child");
  const auto survivor = open("child");
  merge(survivor, absorbed);
  must(suspect(world.officer, survivor, "Ivan Sidorov"));
  must(as<CaseId>(world.border_manager, "case.unmerge", absorbed, [&](log::Act& act, const access::Permit& permit) {
    return casefile::unmerge_case(act, permit, absorbed);
  }));
  EXPECT_EQ(refused(tell(absorbed, for_her(SpokenTo::guardian, "ivan sidorov"))), kSpokenForByASuspect);
}

TEST_P(MergedTest, WhoMaySpeakForHerInAMergedCaseTheSurvivingOneSays) {
  const auto absorbed = open("adult");
  const auto survivor = open("child");
  const auto given = must(tell(survivor, for_her(SpokenTo::guardian, "Her mother")));
  merge(survivor, absorbed);
  must(suspect(world.officer, survivor, ""));
  const auto other = must(tell(survivor, for_her(SpokenTo::guardian, "Her grandmother")));
  must(pause_it(survivor, other));
  EXPECT_EQ(refused(resume_it(absorbed, other)), "kernel.invalid /spoken_to=guardian-needed");
  EXPECT_EQ(refused(resume_it(absorbed, other, {SpokenTo::guardian, "go on", "her mother"})),
            "kernel.invalid /guardian_name=representative-suspected");
  EXPECT_EQ(access_to(other), Access::paused);
  must(resume_it(absorbed, other, {SpokenTo::guardian, "go on", "Her grandmother"}));
  EXPECT_EQ(access_to(other), Access::open);
  EXPECT_EQ(access_to(given), Access::ended);
}

}  // namespace
}  // namespace nrm::consent::testing
