#include <gtest/gtest.h>

#include "nrm/access/testing.hpp"
#include "nrm/casefile/overview.hpp"
#include "nrm/casefile/seal.hpp"
#include "nrm/consent/withdrawal.hpp"

namespace nrm::consent {
namespace {

using access::testing::Person;

pathway::Pack pack_with_texts() {
  auto pack = access::testing::small_pack();
  pathway::ConsentText text;
  text.language = "ru";
  text.checked_by = {"a reader of this test"};
  for (const auto point : pathway::kConsentPoints) text.points.push_back({std::string{point}, "…"});
  pack.consent_texts = {text};
  return pack;
}

class RecordTest : public ::testing::TestWithParam<storage::Kind> {
 protected:
  access::testing::World world{
      {.kind = GetParam(), .schemas = {casefile::schema(), consent::schema()}, .pack = pack_with_texts()}};

  template <class T>
  Result<T> as(const Person& person, const std::string& action, const std::optional<CaseId>& id,
               const std::function<Result<T>(log::Act&, const access::Permit&)>& work, const std::string& purpose = "",
               const std::string& reason = "") {
    const auto session = world.session(person);
    const auto header = session.header(action, purpose, {id, session.organisation, ""}, reason);
    return world.journal().act<T>(header, [&](log::Act& act) -> Result<T> {
      const auto permit = access::decide(act, session, access::Relation::own_team);
      if (!permit) return tl::unexpected(permit.error());
      return work(act, *permit);
    });
  }
  CaseId open(const std::string& age, bool basis_missing = false) {
    return as<casefile::OpenedCase>(world.officer, "case.open", std::nullopt,
                                    [&](log::Act& act, const access::Permit& permit) {
                                      casefile::NewCase input;
                                      input.today = *parse_iso_date("2018-04-10");
                                      if (!age.empty())
                                        input.values.emplace("casework.age-class",
                                                             Personal<std::string>{R"({"class":")" + age + R"("})"});
                                      input.basis_missing = basis_missing;
                                      return casefile::open_case(act, permit, input);
                                    })
        .value()
        .id;
  }
  Conversation said() {
    return {.decision = Decision::consent,
            .purpose = "refer",
            .receiver = world.shelter.team,
            .field_groups = {"identity", "needs"},
            .language = "ru",
            .interpreter_used = true,
            .interpreter_name = "CANARYINTERPRETER",
            .points = {std::begin(pathway::kConsentPoints), std::end(pathway::kConsentPoints)},
            .explained_by = world.officer.id,
            .until = parse_iso_date("2018-08-01")};
  }
  Result<BasisId> tell(const CaseId& id, const Conversation& what, const Person& person) {
    return as<BasisId>(person, "basis.record", id, [&](log::Act& act, const access::Permit& permit) {
      return record(act, permit, world.pack, id, what);
    });
  }
  Result<std::string> live(const CaseId& id, const std::string& purpose = "refer") {
    return as<std::string>(world.officer, "referral.send", id,
                           [&](log::Act& act, const access::Permit& permit) -> Result<std::string> {
                             const auto basis = find_live(act, permit, id, world.shelter.team, purpose);
                             if (!basis) return tl::unexpected(basis.error());
                             return basis->id().text();
                           });
  }
  std::vector<RecordedBasis> bases(const CaseId& id) {
    return world.database->reading(
        [&](storage::Reader& reader) { return bases_of_case(reader, id, world.clock.now()); });
  }
};
NRM_ON_EACH_DATABASE(RecordTest);

TEST_P(RecordTest, a_recorded_consent_is_live_for_its_receiver_and_purpose_until_its_day) {
  const auto id = open("adult");
  EXPECT_EQ(live(id).error().type, problems::kNoBasis);
  const auto basis = tell(id, said(), world.officer).value();
  EXPECT_EQ(live(id).value(), basis.text());
  EXPECT_EQ(live(id, "return").error().type, problems::kNoBasis);
  EXPECT_EQ(bases(id).at(0).state, "live");
  world.clock.set(*parse_rfc3339("2018-08-01T20:58:00Z"));
  EXPECT_TRUE(live(id).has_value());
  world.clock.set(*parse_rfc3339("2018-08-01T21:00:00Z"));  // midnight in Minsk
  EXPECT_EQ(live(id).error().type, problems::kNoBasis);
  EXPECT_EQ(bases(id).at(0).state, "expired");
}

TEST_P(RecordTest, the_newest_word_counts) {
  const auto id = open("adult");
  tell(id, said(), world.officer).value();
  world.clock.advance(std::chrono::minutes{1});
  auto refusal = said();
  refusal.decision = Decision::refusal;
  tell(id, refusal, world.officer).value();
  EXPECT_EQ(live(id).error().type, problems::kNoBasis);
  EXPECT_EQ(bases(id).at(0).state, "refused");
}

// Ids are drawn at random: were the order theirs, one of these ten would come out wrong but once in a thousand runs.
TEST_P(RecordTest, of_two_words_within_one_tick_the_later_counts) {
  const auto id = open("adult");
  for (int told = 0; told < 10; ++told) {
    const auto newest = tell(id, said(), world.officer).value();
    EXPECT_EQ(live(id).value(), newest.text());
    EXPECT_EQ(bases(id).at(0).id, newest);
  }
}

TEST_P(RecordTest, whoever_explained_it_is_of_the_team) {
  const auto id = open("adult");
  auto what = said();
  for (const auto& other : {world.shelter_manager.id, MemberId::random(world.random)}) {
    what.explained_by = other;
    const auto refused = tell(id, what, world.officer).error();
    ASSERT_EQ(refused.fields.size(), 1U);
    EXPECT_EQ(refused.fields[0].pointer, "/explained_by");
  }
  what.explained_by = world.border_manager.id;
  EXPECT_TRUE(tell(id, what, world.officer));
}

TEST_P(RecordTest, a_withdrawal_brings_no_older_consent_back) {
  const auto id = open("adult");
  const auto older = tell(id, said(), world.officer).value();
  world.clock.advance(std::chrono::minutes{1});
  const auto newer = tell(id, said(), world.officer).value();
  EXPECT_EQ(live(id).value(), newer.text());
  EXPECT_EQ(bases(id).at(1).state, "replaced");
  std::vector<std::string> told;
  world.journal().on("basis.withdrawn", [&](log::Act&, std::string_view object) { told.emplace_back(object); });
  const auto ended = as<Withdrawn>(
      world.officer, "basis.withdraw", id,
      [&](log::Act& act, const access::Permit& permit) { return withdraw(act, permit, world.pack, id, newer); });
  ASSERT_TRUE(ended.has_value());
  EXPECT_EQ(live(id).error().type, problems::kNoBasis);
  EXPECT_EQ(told, (std::vector{older.text(), newer.text()}));
  EXPECT_EQ(bases(id).at(0).state, "withdrawn");
  EXPECT_EQ(bases(id).at(1).state, "withdrawn");
}

TEST_P(RecordTest, a_refusal_ends_what_was_agreed_before) {
  const auto id = open("adult");
  const auto agreed = tell(id, said(), world.officer).value();
  world.clock.advance(std::chrono::minutes{1});
  std::vector<std::string> told;
  world.journal().on("basis.withdrawn", [&](log::Act&, std::string_view object) { told.emplace_back(object); });
  auto refusal = said();
  refusal.decision = Decision::refusal;
  tell(id, refusal, world.officer).value();
  EXPECT_EQ(told, std::vector{agreed.text()});
  EXPECT_EQ(bases(id).at(1).state, "withdrawn");
}

TEST_P(RecordTest, an_undecided_age_is_decided_first_but_a_refusal_is_taken) {
  const auto id = open("");
  EXPECT_EQ(tell(id, said(), world.officer).error().type, problems::kAgeClassFirst);
  auto refusal = said();
  refusal.decision = Decision::refusal;
  EXPECT_TRUE(tell(id, refusal, world.officer).has_value());
}

TEST_P(RecordTest, another_team_neither_records_nor_finds) {
  const auto id = open("adult");
  EXPECT_EQ(tell(id, said(), world.provider).error().type, nrm::problems::kNotFound);
}

TEST_P(RecordTest, a_consent_clears_what_an_import_left_missing) {
  const auto id = open("adult", true);
  const auto missing = [&] {
    return world.database->reading(
        [&](storage::Reader& reader) { return casefile::find_case(reader, id)->basis_missing; });
  };
  EXPECT_TRUE(missing());
  tell(id, said(), world.officer).value();
  EXPECT_FALSE(missing());
  EXPECT_TRUE(
      world.database->reading([&](storage::Reader& reader) { return casefile::tasks_of_case(reader, id); }).empty());
}

TEST_P(RecordTest, after_withdrawal_the_next_act_reads_nothing_and_parcels_are_told) {
  std::vector<std::string> told;
  world.journal().on("basis.withdrawn", [&](log::Act&, std::string_view object) { told.emplace_back(object); });
  const auto id = open("adult");
  const auto basis = tell(id, said(), world.officer).value();
  const casefile::SealPlace place{"parcel", ReferralId::random(world.random).text(), casefile::Compartment::identity,
                                  1};
  as<SealId>(world.officer, "referral.send", id, [&](log::Act& act, const access::Permit& permit) {
    return casefile::give_seal(act, permit, place, crypto::random_key(act.random()),
                               casefile::HolderKind::parcel_receiver, world.shelter.team, basis);
  }).value();
  const auto opens = [&] {
    return as<Key32>(
               world.provider, "case.view", std::nullopt,
               [&](log::Act& act, const access::Permit& permit) { return casefile::open_seal(act, permit, place); })
        .has_value();
  };
  EXPECT_TRUE(opens());
  const auto end = [&](const Person& person) {
    return as<Withdrawn>(person, "basis.withdraw", id, [&](log::Act& act, const access::Permit& permit) {
      return withdraw(act, permit, world.pack, id, basis);
    });
  };
  EXPECT_EQ(end(world.provider).error().type, nrm::problems::kNotFound);
  ASSERT_TRUE(end(world.officer).has_value());
  EXPECT_FALSE(opens());
  EXPECT_EQ(live(id).error().type, problems::kNoBasis);
  EXPECT_EQ(told, std::vector{basis.text()});
  EXPECT_EQ(end(world.officer).error().type, problems::kAlreadyEnded);
  EXPECT_EQ(bases(id).at(0).state, "withdrawn");
}

TEST_P(RecordTest, counted_without_a_name) {
  const auto id = open("adult");
  const auto counted = as<void>(world.officer, "notice.record", id, [&](log::Act& act, const access::Permit& permit) {
    return record_notice_without_name(act, permit, id);
  });
  ASSERT_TRUE(counted.has_value());
  world.database->read([&](storage::Reader& reader) {
    const auto rows = reader.query("SELECT notified_without_name FROM statistics_row");
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_TRUE(rows[0].flag("notified_without_name"));
  });
}

TEST_P(RecordTest, personal_parts_are_in_no_table) {
  const auto id = open("child");
  auto what = said();
  what.spoken_to = SpokenTo::guardian;
  what.child = ChildPart{"CANARYNOTE", "CANARYVIEW", "CANARYGUARDIAN"};
  ASSERT_TRUE(tell(id, what, world.officer).has_value());
  for (const std::string table : {"consent_basis", "sealed_value", "log_leaf", "case_card"})
    world.database->read([&](storage::Reader& reader) {
      for (const auto& row : reader.query("SELECT * FROM " + table))
        for (const auto& cell : row.values()) {
          const auto* text = std::get_if<std::string>(&cell);
          const auto* blob = std::get_if<Bytes>(&cell);
          const std::string bytes = text != nullptr ? *text : blob != nullptr ? text_of(*blob) : "";
          EXPECT_EQ(bytes.find("CANARY"), std::string::npos) << table;
        }
    });
}

}  // namespace
}  // namespace nrm::consent
