#include "nrm/casefile/life.hpp"

#include <gmock/gmock.h>

#include "casefile_world.hpp"
#include "nrm/casefile/case_filter.hpp"
#include "nrm/casefile/rekey.hpp"

namespace nrm::casefile::testing {
namespace {

using access::testing::must;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class LifeTest : public CasefileTest {
 protected:
  CaseId opened(const std::string& name = "Ada") {
    world.clock.advance(std::chrono::seconds{1});  // identifiers sort by time
    return open(world.border_manager, {{"identity.names", R"([{"name":")" + name + R"(","kind":"given"}])"},
                                       {"casework.age-class", R"({"class":"adult","reason":"stated"})"},
                                       {"casework.needs", R"(["shelter"])"}})
        .id;
  }
  Result<void> step(const CaseId& id, const std::function<Result<void>(log::Act&, const access::Permit&)>& work) {
    return as<void>(world.border_manager, "case.write", id, work);
  }
  Result<void> close(const CaseId& id, const std::string& note = "") {
    return step(id, [&](log::Act& act, const access::Permit& permit) {
      return close_case(act, permit, id, {"helped", note}, "closed");
    });
  }
  Result<void> reopen(const CaseId& id) {
    return step(id, [&](log::Act& act, const access::Permit& permit) { return reopen_case(act, permit, id); });
  }
  Result<void> merge(const CaseId& survivor, const CaseId& absorbed) {
    return step(survivor, [&](log::Act& act, const access::Permit& permit) {
      return merge_cases(act, permit, survivor, absorbed);
    });
  }
  Result<void> unmerge(const CaseId& id) {
    return step(id, [&](log::Act& act, const access::Permit& permit) -> Result<void> {
      const auto survivor = unmerge_case(act, permit, id);
      if (!survivor) return tl::unexpected(survivor.error());
      return {};
    });
  }
  Result<void> mark_error(const CaseId& id) {
    return step(id, [&](log::Act& act, const access::Permit& permit) { return mark_opened_in_error(act, permit, id); });
  }
  std::vector<CaseId> listed(CaseFilter filter = {}, const PageRequest& request = {}) {
    const auto page = as<Page<ListedCase>>(world.border_manager, "case.list", std::nullopt,
                                           [&](log::Act& act, const access::Permit& permit) {
                                             return list_cases(act, permit, filter, request);
                                           })
                          .value();
    std::vector<CaseId> out;
    for (const auto& item : page.items) out.push_back(item.facts.id);
    return out;
  }
  CaseFacts facts(const CaseId& id) {
    return *world.database->reading([&](storage::Reader& reader) { return find_case(reader, id); });
  }
  std::size_t counted() { return rows("SELECT id FROM statistics_row WHERE counted = 1").size(); }
  template <class T>
  static std::string refusal(const Result<T>& answer) {
    return answer ? "granted" : problem_text(answer.error());
  }
};
NRM_ON_EACH_DATABASE(LifeTest);

TEST_P(LifeTest, a_closed_case_is_read_only_and_says_why_to_those_who_open_it) {
  const auto id = opened();
  const auto before = facts(id).assistance_state;
  must(close(id, "she lives with her sister now"));
  EXPECT_EQ(facts(id).assistance_state, "closed");
  EXPECT_EQ(refusal(write(world.border_manager, id, {{"casework.plan", "more"}})), "casefile.closed");
  EXPECT_EQ(refusal(close(id)), "casefile.closed");
  EXPECT_EQ(read(world.border_manager, id, Compartment::casework).value().count("casework.needs"), 1U);
  const auto closure = as<std::optional<Personal<Closure>>>(
      world.officer, "case.view", id,
      [&](log::Act& act, const access::Permit& permit) { return closure_of(act, permit, id); });
  ASSERT_TRUE(closure.has_value() && closure->has_value());
  EXPECT_EQ((*closure)->reveal().note, "she lives with her sister now");
  EXPECT_THAT(listed(), IsEmpty());
  EXPECT_THAT(listed({.life = ListedLife::closed}), ElementsAre(id));
  must(reopen(id));
  EXPECT_EQ(facts(id).assistance_state, before);
  write(world.border_manager, id, {{"casework.plan", "more"}}).value();
  EXPECT_THAT(listed(), ElementsAre(id));
  EXPECT_EQ(refusal(reopen(id)), "casefile.not-closed");
}

TEST_P(LifeTest, tasks_end_with_the_closing_and_come_back_but_new_keys_are_owed_all_the_while) {
  const auto id = try_open(world.border_manager, {}).value().id;
  must(step(id, [&](log::Act& act, const access::Permit&) -> Result<void> {
    ask_rekey(act, id);
    return {};
  }));
  const auto tasks = [&] {
    std::set<std::string> out;
    for (const auto& task : world.database->reading([&](storage::Reader& reader) { return tasks_of_case(reader, id); }))
      out.insert(task.kind);
    return out;
  };
  const auto due = facts(id).next_due;
  must(close(id));
  EXPECT_THAT(tasks(), ElementsAre("rekey-case"));
  must(reopen(id));
  EXPECT_THAT(tasks(), ElementsAre("decide-age-class", "rekey-case"));
  EXPECT_EQ(facts(id).next_due, due);
}

TEST_P(LifeTest, a_case_opened_in_error_leaves_lists_searches_and_figures_but_stays_readable) {
  const auto id = opened("Ковальчук");
  EXPECT_EQ(counted(), 1U);
  must(mark_error(id));
  EXPECT_TRUE(rows("SELECT id FROM statistics_row").empty());
  EXPECT_THAT(listed({.life = ListedLife::every}), IsEmpty());
  EXPECT_TRUE(search(world.border_manager, "Kovalchuk").value().empty());
  EXPECT_EQ(read(world.border_manager, id, Compartment::identity).value().size(), 1U);
  EXPECT_EQ(refusal(write(world.border_manager, id, {{"casework.plan", "x"}})), "casefile.opened-in-error");
  EXPECT_EQ(refusal(mark_error(id)), "casefile.opened-in-error");
}

TEST_P(LifeTest, a_merge_shows_and_counts_one_and_taking_apart_restores_exactly) {
  const auto stays = opened();
  const auto goes = opened("Hanna");
  const auto before = rows("SELECT * FROM sealed_value ORDER BY case_id, field").size();
  must(merge(stays, goes));
  EXPECT_THAT(listed(), ElementsAre(stays));
  EXPECT_EQ(counted(), 1U);
  EXPECT_EQ(refusal(write(world.border_manager, goes, {{"casework.plan", "x"}})), "casefile.merged");
  EXPECT_EQ(read(world.border_manager, goes, Compartment::identity).value().size(), 1U)
      << "its compartments still open";
  EXPECT_EQ(rows("SELECT * FROM sealed_value ORDER BY case_id, field").size(), before) << "nothing moved";
  EXPECT_EQ(refusal(merge(goes, stays)), "casefile.merged");
  EXPECT_EQ(refusal(merge(stays, stays)), "kernel.invalid /other_case_id=contradicts");
  must(unmerge(goes));
  EXPECT_THAT(listed(), ElementsAre(goes, stays));
  EXPECT_EQ(counted(), 2U);
  write(world.border_manager, goes, {{"casework.plan", "x"}}).value();
  EXPECT_EQ(refusal(unmerge(goes)), "casefile.not-merged");
}

TEST_P(LifeTest, what_is_due_in_the_absorbed_case_is_due_in_the_one_that_stands_for_it) {
  const auto stays = opened();
  const auto goes = try_open(world.border_manager, {}).value().id;  // its age class is undecided
  EXPECT_FALSE(facts(stays).next_due.has_value());
  must(merge(stays, goes));
  EXPECT_EQ(facts(stays).next_due, facts(goes).next_due);
  ASSERT_TRUE(facts(stays).next_due.has_value());
  must(step(goes, [&](log::Act& act, const access::Permit&) -> Result<void> {
    close_task(act, goes, "decide-age-class");
    return {};
  }));
  EXPECT_FALSE(facts(stays).next_due.has_value());
}

TEST_P(LifeTest, nobody_else_ends_or_merges_a_case) {
  const auto id = opened();
  const auto theirs = open(world.shelter_manager, {}).id;
  EXPECT_EQ(refusal(merge(id, theirs)), "kernel.not-found");
  EXPECT_EQ(refusal(close(theirs)), "kernel.not-found");
  EXPECT_EQ(refusal(mark_error(theirs)), "kernel.not-found");
  EXPECT_EQ(refusal(unmerge(theirs)), "kernel.not-found");
}

TEST_P(LifeTest, a_list_shows_what_its_filter_asks_for_clear_or_sealed) {
  const auto child = open(world.border_manager, {{"casework.age-class", R"({"class":"child","reason":"school"})"},
                                                 {"casework.needs", R"(["legal-aid","shelter"])"}})
                         .id;
  world.clock.advance(std::chrono::seconds{1});
  const auto adult = opened();
  world.clock.advance(std::chrono::seconds{1});
  const auto unknown = open(world.officer, {}).id;
  EXPECT_THAT(listed({.need = "shelter"}), ElementsAre(adult, child));
  EXPECT_THAT(listed({.need = "legal-aid"}), ElementsAre(child));
  EXPECT_THAT(listed({.age_class = "adult"}), ElementsAre(adult));
  CaseFilter mine;
  mine.keeper = world.officer.id;
  EXPECT_THAT(listed(mine), ElementsAre(unknown));
  CaseFilter due;
  due.due_before = world.clock.now() + std::chrono::hours{48};
  EXPECT_THAT(listed(due), ElementsAre(unknown));
  CaseFilter missing;
  missing.basis_missing = true;
  EXPECT_THAT(listed(missing), IsEmpty());
  CaseFilter grouped;
  grouped.in_group = false;
  EXPECT_EQ(listed(grouped).size(), 3U);
}

TEST_P(LifeTest, a_filtered_list_pages_through_all_that_fit) {
  std::vector<CaseId> fit;
  for (int i = 0; i < 5; ++i) {
    const auto id = opened();
    if (i % 2 == 0)
      fit.insert(fit.begin(), id);
    else
      write(world.border_manager, id, {{"casework.needs", R"(["medical"])"}}).value();
  }
  std::vector<CaseId> seen;
  PageRequest request{1, std::nullopt};
  do {
    const auto page = as<Page<ListedCase>>(world.border_manager, "case.list", std::nullopt,
                                           [&](log::Act& act, const access::Permit& permit) {
                                             return list_cases(act, permit, {.need = "shelter"}, request);
                                           })
                          .value();
    for (const auto& item : page.items) seen.push_back(item.facts.id);
    request.after = page.next;
  } while (request.after && seen.size() < 10);
  EXPECT_EQ(seen, fit);
}

}  // namespace
}  // namespace nrm::casefile::testing
