#include "nrm/casefile/erasure.hpp"

#include "casefile_world.hpp"
#include "nrm/casefile/life.hpp"
#include "nrm/casefile/notes.hpp"
#include "nrm/casefile/sealing.hpp"

namespace nrm::casefile::testing {
namespace {

class ErasureTest : public CasefileTest {
 protected:
  void SetUp() override { register_reactions(world.journal()); }
  Result<std::vector<ErasedCase>> erase(const Person& person, const CaseId& id) {
    return as<std::vector<ErasedCase>>(
        person, "case.erase", std::nullopt,
        [&](log::Act& act, const access::Permit& permit) { return erase_case(act, permit, id); });
  }
  Result<void> erase_part(const Person& person, const CaseId& id, const std::string& kept_as, Extent extent) {
    return as<void>(person, "case.erase", id, [&](log::Act& act, const access::Permit& permit) {
      return erase_class(act, permit, id, kept_as, extent);
    });
  }
  OpenedCase full_case() {
    return open(world.officer, {{"identity.names", R"([{"name":"Ковальчук","kind":"family"}])"},
                                {"identity.sex", "female"},
                                {"whereabouts.phone", "+375 29 0000000"},
                                {"casework.how-came", "own-detection"},
                                {"casework.summary", "a long story"}});
  }
  void keep_as_written(const CaseId& id, Compartment kind) {
    const auto kept = as<void>(world.officer, "case.write", id, [&](log::Act& act, const access::Permit& permit) {
      return keep_note(act, permit, id, kind, std::string{kAsWrittenNote}, "a cell");
    });
    ASSERT_TRUE(kept.has_value()) << problem_text(kept.error());
  }
  void erase_again(const CaseId& id, const std::string& kept_as, UtcTime until) {
    ASSERT_TRUE(as<void>(world.officer, "case.erase", id, [&](log::Act& act, const access::Permit&) -> Result<void> {
                  forget_class(act, id, kept_as, Extent::all, until);
                  return {};
                }).has_value());
  }
  std::int64_t count(const std::string& from) { return rows("SELECT COUNT(*) AS n FROM " + from).at(0).integer("n"); }
};
NRM_ON_EACH_DATABASE(ErasureTest);

TEST_P(ErasureTest, NothingOfTheCaseIsLeftAndItsStatisticsRowIsGone) {
  const auto gone = full_case();
  const auto kept = full_case();
  const auto row = erase(world.officer, gone.id);
  ASSERT_TRUE(row.has_value()) << problem_text(row.error());
  for (const auto* from : {"case_file WHERE id", "sealed_value WHERE case_id", "case_card WHERE case_id",
                           "case_name_form WHERE case_id", "case_task WHERE case_id", "key_seal WHERE subject"}) {
    EXPECT_EQ(count(std::string{from} + " = '" + gone.id.text() + "'"), 0) << from;
    EXPECT_GT(count(std::string{from} + " = '" + kept.id.text() + "'"), 0) << from;
  }
  EXPECT_EQ(count("statistics_row"), 1);
  EXPECT_EQ(count("statistics_row WHERE id = '" + row->front().statistics_row.value() + "'"), 0);
  EXPECT_TRUE(read(world.officer, kept.id, Compartment::identity).has_value());
  EXPECT_EQ(problem_text(read(world.officer, gone.id, Compartment::identity).error()), "kernel.not-found");
}

TEST_P(ErasureTest, WhatStandsForOnePersonGoesTogether) {
  const auto survivor = full_case();
  const auto absorbed = full_case();
  const auto kept = full_case();
  const auto merged = as<void>(
      world.officer, "case.merge", survivor.id,
      [&](log::Act& act, const access::Permit& permit) { return merge_cases(act, permit, survivor.id, absorbed.id); });
  ASSERT_TRUE(merged.has_value()) << problem_text(merged.error());
  const auto gone = erase(world.officer, absorbed.id);
  ASSERT_TRUE(gone.has_value()) << problem_text(gone.error());
  EXPECT_EQ(gone->size(), 2U);
  EXPECT_EQ(count("case_file"), 1);
  EXPECT_EQ(count("statistics_row"), 1);
  EXPECT_TRUE(read(world.officer, kept.id, Compartment::identity).has_value());
}

TEST_P(ErasureTest, ACaseOpenedInErrorHasNoRowOfStatisticsAnyMore) {
  const auto id = full_case().id;
  const auto marked = as<void>(world.officer, "case.mark-error", id, [&](log::Act& act, const access::Permit& permit) {
    return mark_opened_in_error(act, permit, id);
  });
  ASSERT_TRUE(marked.has_value()) << problem_text(marked.error());
  ASSERT_TRUE(erase(world.officer, id).has_value());
  EXPECT_EQ(count("case_file"), 0);
}

TEST_P(ErasureTest, AnotherTeamErasesNothing) {
  const auto id = full_case().id;
  EXPECT_EQ(problem_text(erase(world.provider, id).error()), "kernel.not-found");
  EXPECT_EQ(count("case_file"), 1);
  EXPECT_EQ(count("statistics_row"), 1);
}

TEST_P(ErasureTest, AClassGoesWithItsKeysAndTheRestStays) {
  const auto id = full_case().id;
  const auto done = erase_part(world.officer, id, "identity", Extent::all);
  ASSERT_TRUE(done.has_value()) << problem_text(done.error());
  EXPECT_EQ(count("sealed_value WHERE compartment = 'identity'"), 0);
  EXPECT_EQ(count("key_seal WHERE compartment = 'identity'"), 0);
  EXPECT_EQ(count("case_name_form"), 0);
  const auto phone = read(world.officer, id, Compartment::whereabouts);
  ASSERT_TRUE(phone.has_value());
  EXPECT_EQ(phone->count("whereabouts.phone"), 1U);
  EXPECT_TRUE(search(world.officer, "Kovalchuk")->empty());
}

TEST_P(ErasureTest, PseudonymisedCaseworkKeepsItsCodesAndLosesItsWords) {
  const auto id = full_case().id;
  ASSERT_TRUE(erase_part(world.officer, id, "case", Extent::written_text).has_value());
  const auto left = read(world.officer, id, Compartment::casework);
  ASSERT_TRUE(left.has_value());
  EXPECT_EQ(left->count("casework.how-came"), 1U);
  EXPECT_EQ(left->count("casework.summary"), 0U);
}

TEST_P(ErasureTest, WhatIsErasedOverAgainSparesWhatWasWrittenSince) {
  const auto id = full_case().id;
  const auto then = world.clock.now();
  world.clock.advance(std::chrono::hours{1});
  ASSERT_TRUE(write(world.officer, id, {{"whereabouts.phone", "+375 29 1111111"}}).has_value());
  ASSERT_TRUE(as<void>(world.officer, "case.erase", id, [&](log::Act& act, const access::Permit&) -> Result<void> {
                forget_class(act, id, "contact", Extent::all, then);
                return {};
              }).has_value());
  const auto left = read(world.officer, id, Compartment::whereabouts);
  ASSERT_TRUE(left.has_value());
  EXPECT_EQ(left->at("whereabouts.phone"), "+375 29 1111111");
  EXPECT_EQ(count("sealed_value WHERE field = 'whereabouts.phone'"), 1);
}

TEST_P(ErasureTest, TheCellsOfAnImportGoWithTheClassTheyWereReadInto) {
  const auto id = full_case().id;
  keep_as_written(id, Compartment::identity);
  keep_as_written(id, Compartment::casework);
  ASSERT_TRUE(erase_part(world.officer, id, "identity", Extent::all).has_value());
  EXPECT_EQ(count("sealed_value WHERE compartment = 'identity'"), 0);
  EXPECT_EQ(count("key_seal WHERE compartment = 'identity'"), 0) << "what lies in a backup stays closed";
  EXPECT_EQ(count("sealed_value WHERE field = 'import.as-written'"), 1);
  EXPECT_EQ(count("rekey_call"), 0);
  ASSERT_TRUE(erase_part(world.officer, id, "case", Extent::written_text).has_value());
  EXPECT_EQ(count("sealed_value WHERE field = 'import.as-written'"), 0);
  EXPECT_EQ(count("rekey_call"), 1) << "codes are left, so the case is to get new keys";
}

TEST_P(ErasureTest, ARestoreTakesTheCellsOfThatTimeAndNoLaterOnes) {
  const auto id = full_case().id;
  const auto before = world.clock.now();
  world.clock.advance(std::chrono::hours{1});
  keep_as_written(id, Compartment::whereabouts);
  erase_again(id, "identity", world.clock.now());
  erase_again(id, "contact", before);
  EXPECT_EQ(count("sealed_value WHERE field = 'import.as-written'"), 1);
  EXPECT_EQ(count("rekey_call"), 1);
  erase_again(id, "contact", world.clock.now());
  EXPECT_EQ(count("sealed_value WHERE compartment = 'whereabouts'"), 0);
  EXPECT_EQ(count("key_seal WHERE compartment = 'whereabouts'"), 0);
}

TEST(RetentionClass, OfEveryFieldHasItsRuleInThePack) {
  for (const auto& field : fields())
    EXPECT_TRUE(std::ranges::find(pathway::kRetentionClasses, field.retention_class) !=
                std::end(pathway::kRetentionClasses))
        << field.name << ": " << field.retention_class;
}

}  // namespace
}  // namespace nrm::casefile::testing
