#include <gmock/gmock.h>

#include "casefile_world.hpp"
#include "match.hpp"
#include "nrm/log/entries.hpp"

namespace nrm::casefile::testing {
namespace {

class OverviewTest : public CasefileTest {
 protected:
  CaseId named(const std::string& given, const std::string& family) {
    return open(world.officer, {{"identity.names", R"([{"name":")" + given + R"(","kind":"given"},{"name":")" + family +
                                                       R"(","kind":"family"}])"}})
        .id;
  }
};
NRM_ON_EACH_DATABASE(OverviewTest);

TEST_P(OverviewTest, search_finds_a_name_in_any_script_and_spelling) {
  const auto wanted = named("Ганна", "Ковальчук");
  named("Іван", "Пятроў");
  named("Maria", "Silva");
  for (const auto* spelling :
       {"Ковальчук", "Kovalchuk", "Kavalčuk", "KOWALCZUK", "ковальчук ганна", "Hanna Kavalchuk", "Коваль"}) {
    const auto found = search(world.officer, spelling).value();
    ASSERT_EQ(found.size(), 1U) << spelling;
    EXPECT_EQ(found[0].id, wanted) << spelling;
  }
  EXPECT_TRUE(search(world.officer, "Sidorov").value().empty());
  EXPECT_EQ(search(world.officer, "  ").error().type, nrm::problems::kInvalid);
}

TEST_P(OverviewTest, the_list_shows_cards_newest_first_in_pages) {
  for (int i = 0; i < 3; ++i) {
    world.clock.advance(std::chrono::seconds{1});
    named("Ada", "Byron");
  }
  const auto list = [&](PageRequest request) {
    return as<Page<ListedCase>>(
               world.officer, "case.list", std::nullopt,
               [&](log::Act& act, const access::Permit& permit) { return list_cases(act, permit, request); })
        .value();
  };
  const auto first = list({2, std::nullopt});
  ASSERT_EQ(first.items.size(), 2U);
  EXPECT_EQ(first.items[0].card->reveal().label, "AB");
  ASSERT_TRUE(first.next.has_value());
  const auto second = list({2, first.next});
  ASSERT_EQ(second.items.size(), 1U);
  EXPECT_FALSE(second.next.has_value());
  EXPECT_LT(second.items[0].facts.id, first.items[1].facts.id);
}

TEST_P(OverviewTest, a_group_found_together_is_linked) {
  const auto first = named("Ada", "Byron");
  world.clock.advance(std::chrono::seconds{1});  // identifiers sort by time
  const auto second = try_open(world.officer, {}, first).value().id;
  world.clock.advance(std::chrono::seconds{1});
  const auto third = try_open(world.officer, {}, second).value().id;
  const auto group =
      world.database->reading([&](storage::Reader& reader) { return group_of(reader, *find_case(reader, first)); });
  ASSERT_EQ(group.size(), 2U);
  EXPECT_EQ(group[0].id, second);
  EXPECT_EQ(group[1].id, third);
}

TEST_P(OverviewTest, an_undecided_age_is_a_task_due_in_a_day_until_it_is_decided) {
  const auto id = named("Ada", "Byron");
  const auto tasks = [&] {
    return world.database->reading([&](storage::Reader& reader) { return tasks_of_case(reader, id); });
  };
  ASSERT_EQ(tasks().size(), 1U);
  EXPECT_EQ(tasks()[0].kind, "decide-age-class");
  EXPECT_EQ(*tasks()[0].due - world.clock.now(), std::chrono::hours{24});
  write(world.officer, id, {{"casework.age-class", R"({"class":"may-be-a-child","reason":"benefit-of-doubt"})"}})
      .value();
  EXPECT_TRUE(tasks().empty());
}

TEST_P(OverviewTest, the_cases_log_opens_with_the_key_that_the_team_holds) {
  const auto id = named("Ada", "Byron");
  read(world.border_manager, id, Compartment::identity, "assist", "her sister asks for her").value();
  const auto seed = as<Key32>(world.officer, "case.timeline", id, [&](log::Act& act, const access::Permit& permit) {
    return open_case_log_key(act, permit, id);
  });
  ASSERT_TRUE(seed.has_value());
  std::set<std::string> seen;
  world.database->read([&](storage::Reader& reader) {
    for (const auto& entry :
         log::read_entries(reader, {.case_id = id, .organisation = {}, .action_class = {}, .page = {}}).items)
      if (const auto detail = log::open_entry(*seed, entry)) seen.insert(detail->action + "/" + detail->reason);
  });
  EXPECT_TRUE(seen.contains("case.open/"));
  EXPECT_TRUE(seen.contains("compartment.open/her sister asks for her"));
}

TEST_P(OverviewTest, a_caseload_handed_over_is_kept_by_the_other) {
  register_reactions(world.journal());
  const auto id = named("Ada", "Byron");
  access::hand_over_caseload(world.context(), world.session(world.border_manager), world.officer.id,
                             world.border_manager.id)
      .value();
  const auto keeper = world.database->reading([&](storage::Reader& reader) { return find_case(reader, id)->keeper; });
  EXPECT_EQ(keeper, world.border_manager.id);
}

class SealTest : public CasefileTest {};
NRM_ON_EACH_DATABASE(SealTest);

TEST_P(SealTest, a_box_to_another_team_opens_there_and_ends_with_its_basis) {
  const auto key = crypto::random_key(world.random);
  const auto basis = BasisId::random(world.random);
  const SealPlace place{"parcel", ReferralId::random(world.random).text(), Compartment::identity, 1};
  const auto give = [&](bool dormant) {
    return as<SealId>(world.officer, "case.write", std::nullopt,
                      [&](log::Act& act, const access::Permit& permit) {
                        const auto giver = dormant ? give_dormant_seal : give_seal;
                        return giver(act, permit, place, key, HolderKind::parcel_receiver, world.shelter.team, basis);
                      })
        .value();
  };
  const auto open_there = [&] {
    return as<Key32>(world.provider, "case.view", std::nullopt,
                     [&](log::Act& act, const access::Permit& permit) { return open_seal(act, permit, place); });
  };
  const auto id = give(true);
  EXPECT_FALSE(open_there().has_value());
  const auto woken =
      as<void>(world.officer, "case.write", std::nullopt, [&](log::Act& act, const access::Permit&) -> Result<void> {
        wake_seal(act, id);
        return {};
      });
  ASSERT_TRUE(woken.has_value());
  ASSERT_TRUE(open_there().has_value());
  EXPECT_EQ(*open_there(), key);
  sql("UPDATE key_seal SET basis = NULL WHERE id = $id", {{"id", id}});
  EXPECT_FALSE(open_there().has_value()) << "the basis is part of what was signed";
  sql("UPDATE key_seal SET basis = $basis WHERE id = $id", {{"id", id}, {"basis", basis}});
  const auto ended =
      as<void>(world.officer, "case.write", std::nullopt, [&](log::Act& act, const access::Permit&) -> Result<void> {
        delete_seals_of_basis(act, basis);
        return {};
      });
  ASSERT_TRUE(ended.has_value());
  EXPECT_EQ(open_there().error().type, nrm::problems::kNotFound);
}

TEST(Match, counts_edits) {
  EXPECT_EQ(edit_distance("", "abc"), 3);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3);
  EXPECT_EQ(edit_distance("kovalcuk", "kovalchuk"), 1);
  EXPECT_EQ(edit_distance("abc", "abc"), 0);
}

}  // namespace
}  // namespace nrm::casefile::testing
