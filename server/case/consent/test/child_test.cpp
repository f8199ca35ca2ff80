#include "../src/age.hpp"
#include "desk.hpp"
#include "nrm/casefile/pause.hpp"

namespace nrm::consent::testing {
namespace {

class ChildTest : public DeskTest {
 protected:
  Attention attention(const CaseId& id) {
    return must(as<Attention>(world.officer, "basis.list", id, [&](log::Act& act, const access::Permit& permit) {
      return attention_of(act, permit, world.pack, id);
    }));
  }
  Result<std::size_t> suspect(const CaseId& id, SpokenTo who, const std::string& name) {
    return as<std::size_t>(world.officer, "basis.suspect-representative", id,
                           [&](log::Act& act, const access::Permit& permit) {
                             return suspect_representative(act, permit, world.pack, id, {who, name});
                           });
  }
  std::size_t follow_age(const CaseId& id) {
    return must(as<std::size_t>(
        world.officer, "basis.end-by-age", id,
        [&](log::Act& act, const access::Permit& permit) { return end_spoken_for(act, permit, world.pack, id); }));
  }
  casefile::Values values(const CaseId& id, const std::vector<std::string>& names) {
    return must(as<casefile::Values>(world.officer, "case.view", id, [&](log::Act& act, const access::Permit& permit) {
      return casefile::read_fields(act, permit, id, names);
    }));
  }
  void write(const CaseId& id, const std::string& field, const std::string& value) {
    must(as<std::int64_t>(world.officer, "case.write", id, [&](log::Act& act, const access::Permit& permit) {
      return casefile::write_versions(
          act, permit, id, {{field, Personal<std::string>{value}}},
          {.today = world.pack.calendar->local_date(act.now()), .expected_version = {}, .cleared = {}});
    }));
  }
};
NRM_ON_EACH_DATABASE(ChildTest);

TEST_P(ChildTest, TheFatherIsSuspectedAndOutAtOnceByWhateverSpelling) {
  const auto id = open("child");
  write(id, "child.guardian", "Ivan Sidorov, father");
  write(id, "whereabouts.safe-contact", R"({"how":"by the school","never":["uncle"]})");
  const auto given = must(tell(id, for_her(SpokenTo::guardian, "Иван Сидоров")));
  const auto by_lawyer = must(tell(id, [&] {
    auto other = for_her(SpokenTo::representative, "A lawyer");
    other.purpose = "legal-aid";
    return other;
  }()));
  EXPECT_EQ(must(suspect(id, SpokenTo::guardian, "Ivan Sidorov")), 1U);
  EXPECT_EQ(state_of(id, given), "withdrawn");
  EXPECT_EQ(state_of(id, by_lawyer), "live");
  EXPECT_TRUE(tasks(id).contains("ask-again"));
  EXPECT_TRUE(tasks(id).contains("rekey-case"));
  const auto now = values(id, {"child.guardian", "whereabouts.safe-contact"});
  EXPECT_FALSE(now.contains("child.guardian"));
  const auto contact = now.at("whereabouts.safe-contact").reveal();
  for (const auto* name : {"uncle", "Ivan Sidorov", "Иван Сидоров", "by the school"})
    EXPECT_NE(contact.find(name), std::string::npos) << contact;
  // Nobody of that name speaks for her again, in either script, in either place.
  for (const auto* name : {"Иван Сидоров", "IVAN SIDOROV"})
    EXPECT_EQ(refused(tell(id, for_her(SpokenTo::representative, name))),
              "kernel.invalid /child/guardian_name=representative-suspected");
  EXPECT_TRUE(tell(id, for_her(SpokenTo::guardian, "Her grandmother")).has_value());
  auto refusal = for_her(SpokenTo::guardian, "Ivan Sidorov");
  refusal.decision = Decision::refusal;
  EXPECT_EQ(refused(tell(id, refusal)), "kernel.invalid /child/guardian_name=representative-suspected");
}

TEST_P(ChildTest, WhatHeAgreedToInAMergedCaseEndsToo) {
  const auto absorbed = open("child");
  const auto given = must(tell(absorbed, for_her(SpokenTo::guardian, "Ivan Sidorov")));
  const auto survivor = open("child");
  merge(survivor, absorbed);
  EXPECT_EQ(must(suspect(survivor, SpokenTo::guardian, "Ivan Sidorov")), 1U);
  EXPECT_EQ(state_of(absorbed, given), "withdrawn");
}

TEST_P(ChildTest, WhenNobodyIsLeftToSpeakForHerTheTeamIsToldToFindSomebody) {
  const auto id = open("may-be-a-child");
  must(tell(id, for_her(SpokenTo::guardian, "Ivan Sidorov")));
  EXPECT_FALSE(attention(id).find_representative);
  must(suspect(id, SpokenTo::guardian, ""));
  EXPECT_TRUE(attention(id).find_representative);
  must(tell(id, for_her(SpokenTo::guardian, "Her grandmother")));
  EXPECT_FALSE(attention(id).find_representative);
  EXPECT_FALSE(tasks(id).contains("ask-again"));
}

TEST_P(ChildTest, WhoeverSpeaksForHerWithinTheSameTickIsNotTakenForTheSuspect) {
  const auto id = open("child");
  const auto tick = [&](const std::string& name) {
    return must(as<BasisId>(world.officer, "basis.record", id, [&](log::Act& act, const access::Permit& permit) {
      return record(act, permit, world.pack, id, for_her(SpokenTo::guardian, name));
    }));
  };
  const auto by_father = tick("Ivan Sidorov");
  EXPECT_EQ(must(suspect(id, SpokenTo::guardian, "")), 1U);
  const auto by_uncle = tick("Her uncle");
  EXPECT_EQ(live(id), std::set{by_uncle.text()});
  EXPECT_FALSE(attention(id).suspicion_unheard);
  // The uncle, too.
  EXPECT_EQ(must(suspect(id, SpokenTo::guardian, "")), 1U);
  EXPECT_TRUE(live(id).empty());
  EXPECT_EQ(state_of(id, by_father), "withdrawn");
}

TEST_P(ChildTest, ASuspicionSaidInAConversationRemovesHimToo) {
  const auto id = open("child");
  const auto given = must(tell(id, for_her(SpokenTo::guardian, "Ivan Sidorov")));
  auto conversation = for_her(SpokenTo::representative, "A lawyer");
  conversation.child->representative_suspected = true;
  const auto fresh = must(tell(id, conversation));
  EXPECT_EQ(state_of(id, given), "withdrawn");
  EXPECT_EQ(state_of(id, fresh), "live");
  EXPECT_EQ(refused(tell(id, for_her(SpokenTo::guardian, "ivan sidorov"))),
            "kernel.invalid /child/guardian_name=representative-suspected");
}

TEST_P(ChildTest, WhatAGuardianAgreesToEndsWithTheMonthInWhichSheIsOfAge) {
  const auto id = open("child", "2000-07-15");  // eighteen on 15 July 2018
  EXPECT_EQ(refused(tell(id, for_her(SpokenTo::guardian, "Her mother", "2018-08-01"))),
            "kernel.invalid /until=out-of-range");
  EXPECT_TRUE(tell(id, for_her(SpokenTo::guardian, "Her mother", "2018-07-31")).has_value());
}

TEST_P(ChildTest, OfAgeSheIsAskedHerselfAndNobodyElseSpeaks) {
  const auto id = open("child", "2000-07-15");
  const auto given = must(tell(id, for_her(SpokenTo::guardian, "Her mother", "2018-07-31")));
  give_seal_under(id, given);
  set_clock("2018-07-14T20:00:00Z");
  EXPECT_EQ(follow_age(id), 0U);
  EXPECT_EQ(live(id), std::set{given.text()});
  set_clock("2018-07-15T10:00:00Z");
  EXPECT_TRUE(live(id).empty());
  EXPECT_TRUE(attention(id).ask_herself);
  EXPECT_EQ(follow_age(id), 1U);
  EXPECT_FALSE(receiver_opens());
  EXPECT_TRUE(tasks(id).contains("ask-again"));
  EXPECT_TRUE(attention(id).ask_herself);
  EXPECT_EQ(refused(tell(id, for_her(SpokenTo::guardian, "Her mother"))),
            "kernel.invalid /child=contradicts /spoken_to=ask-herself");
  must(tell(id, said()));
  EXPECT_FALSE(attention(id).ask_herself);
  EXPECT_FALSE(tasks(id).contains("ask-again"));
}

TEST_P(ChildTest, FoundToBeAnAdultSheIsAskedHerselfToo) {
  const auto id = open("may-be-a-child");
  const auto given = must(tell(id, for_her(SpokenTo::guardian, "Her aunt")));
  write(id, "casework.age-class", R"({"class":"adult","reason":"passport seen"})");
  EXPECT_EQ(follow_age(id), 1U);
  EXPECT_EQ(state_of(id, given), "withdrawn");
}

TEST_P(ChildTest, NoDayOfBirthCanBeReadOffTheDatabase) {
  const auto id = open("child", "2000-07-15");
  must(tell(id, for_her(SpokenTo::guardian, "Her mother", "2018-07-31")));
  const auto birthday = parse_rfc3339("2018-07-14T21:00:00Z")->unix_us();  // its first moment in Minsk
  for (const auto& row : world.database.query("SELECT due FROM job")) {
    EXPECT_NE(row.integer("due"), birthday);
    EXPECT_NE(row.integer("due"), birthday + std::int64_t{86'400} * 1'000'000);
  }
}

TEST(EndOfMonthOfAge, IsFoundFromADayAMonthOrAYear) {
  const auto day = [](const char* text) { return *parse_iso_date(text); };
  EXPECT_EQ(end_of_month_of_age(R"({"value":"2000-07-15","basis":"document"})", day("2018-05-02")), day("2018-07-31"));
  EXPECT_EQ(end_of_month_of_age(R"({"value":"2000-07","basis":"stated"})", day("2018-05-02")), day("2018-07-31"));
  EXPECT_EQ(end_of_month_of_age(R"({"value":"2000","basis":"stated"})", day("2018-05-02")), day("2018-12-31"));
  EXPECT_EQ(end_of_month_of_age(R"({"value":"2001-12-01","basis":"stated"})", day("2018-05-02")), std::nullopt);
  EXPECT_EQ(end_of_month_of_age(R"({"value":"1999-01-01","basis":"stated"})", day("2018-05-02")), std::nullopt);
}

TEST(NeverContact, KeepsWhatWasThereAndNamesNobodyTwice) {
  using casefile::with_never_contact;
  EXPECT_EQ(with_never_contact("", "he"), R"({"never":["he"]})");
  EXPECT_EQ(with_never_contact(R"({"how":"a \"b\"","never":["he"],"no_messages":true})", "he"),
            R"({"how":"a \"b\"","no_messages":true,"never":["he"]})");
  std::string full = with_never_contact("", "0");
  for (int i = 1; i < 12; ++i) full = with_never_contact(full, std::to_string(i));
  EXPECT_NE(full.find(R"("9; 10; 11"])"), std::string::npos) << full;
}

}  // namespace
}  // namespace nrm::consent::testing
