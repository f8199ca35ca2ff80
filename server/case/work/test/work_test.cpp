#include "nrm/work/work.hpp"

#include "nrm/access/cover.hpp"
#include "nrm/access/testing.hpp"
#include "nrm/casefile/case.hpp"
#include "nrm/casefile/overview.hpp"
#include "nrm/consent/record.hpp"
#include "nrm/duty/roster.hpp"

namespace nrm::work {
namespace {

using access::Role;
using access::testing::must;
using access::testing::Person;

class WorkTest : public ::testing::TestWithParam<storage::Kind> {
 protected:
  access::testing::World world{
      {.kind = GetParam(), .schemas = {casefile::schema(), consent::schema(), duty::schema()}}};
  // A second team of the border service, and one who coordinates.
  access::testing::Body office = second_team();
  Person clerk = world.new_person(office, {Role::case_manager}, "office.manager");
  std::vector<Item> others;  // of a source that the test sets
  Desk desk{world.journal(),
            world.pack,
            {case_tasks, ground_reviews, duty_gaps(world.pack),
             [this](log::Act&, const access::Session&, const std::vector<TeamId>& teams) {
               std::vector<Item> out;
               for (const auto& item : others)
                 if (std::ranges::find(teams, item.team) != teams.end()) out.push_back(item);
               return out;
             }},
            {}};

  access::testing::Body second_team() {
    const log::Header header{{log::Actor::Kind::system, {}, {}, {}, "test"}, "directory.add-team", {}, {}, {}, {}};
    return must(world.journal().act<access::testing::Body>(header, [&](log::Act& act) -> Result<access::testing::Body> {
      const auto id =
          must(directory::add_team(act, world.pack, {world.border.organisation, "Office", {"identification"}, {}, {}}));
      return access::testing::Body{world.border.organisation, id};
    }));
  }
  CaseId open_case(const Person& who) {
    const auto session = world.session(who);
    casefile::NewCase input;
    input.reference_prefix = "BY";
    input.today = world.pack.calendar->local_date(world.clock.now());
    input.values.emplace("identity.names", Personal<std::string>{R"([{"name":"Alena","kind":"as-written"}])"});
    input.values.emplace("casework.age-class", Personal<std::string>{R"({"class":"adult","reason":"passport seen"})"});
    return must(world.journal().act<CaseId>(
        session.header("case.open", "assist", {std::nullopt, session.organisation, {}}),
        [&](log::Act& act) -> Result<CaseId> {
          const auto permit = access::decide(act, session, access::Relation::own_team);
          if (!permit) return tl::unexpected(permit.error());
          const auto opened = casefile::open_case(act, *permit, input);
          if (!opened) return tl::unexpected(opened.error());
          casefile::open_task(act, opened->id, "tell-person", act.now() + std::chrono::hours{48});
          return opened->id;
        }));
  }
  std::vector<CaseId> cases_in(const Person& who, Scope scope) {
    std::vector<CaseId> out;
    for (const auto& item : must(list(desk, world.session(who), {.scope = scope})).items)
      if (item.kind == "tell-person") out.push_back(*item.case_id);
    return out;
  }
  Item item(std::string id, std::optional<UtcTime> due) const {
    Item out{.id = std::move(id), .kind = "test-kind", .reference = "R-1", .team = world.border.team};
    out.due_at = due;
    return out;
  }
};
NRM_ON_EACH_DATABASE(WorkTest);

TEST_P(WorkTest, mine_is_what_i_keep_and_the_teams_is_all) {
  const auto hers = open_case(world.officer);
  const auto managers = open_case(world.border_manager);
  EXPECT_EQ(cases_in(world.officer, Scope::mine), std::vector{hers});
  EXPECT_EQ(cases_in(world.border_manager, Scope::mine), std::vector{managers});
  EXPECT_EQ(cases_in(world.officer, Scope::team).size(), 2U);
  EXPECT_TRUE(cases_in(world.provider, Scope::team).empty());
}

TEST_P(WorkTest, a_second_person_finds_what_a_colleagues_case_asks_of_her) {
  const auto id = open_case(world.officer);
  must(
      world.journal().act<void>({{log::Actor::Kind::clock, {}, {}, {}, "test"}, "case.write", {}, {id, {}, {}}, {}, {}},
                                [&](log::Act& act) -> Result<void> {
                                  casefile::open_task(act, id, "confirm-ground", std::nullopt);
                                  return {};
                                }));
  const auto found = must(list(desk, world.session(world.border_manager), {.scope = Scope::mine})).items;
  EXPECT_TRUE(std::ranges::any_of(found, [](const Item& item) { return item.kind == "confirm-ground"; }));
}

TEST_P(WorkTest, while_she_covers_a_colleague_the_colleagues_work_is_hers) {
  const auto hers = open_case(world.officer);
  const auto today = world.pack.calendar->local_date(world.clock.now());
  const Date tomorrow{std::chrono::sys_days{today} + std::chrono::days{1}};
  must(access::record_leave(world.context(), world.session(world.officer),
                            {world.officer.id, world.border_manager.id, tomorrow, tomorrow}));
  EXPECT_TRUE(cases_in(world.border_manager, Scope::mine).empty());
  world.clock.advance(std::chrono::hours{24});
  EXPECT_EQ(cases_in(world.border_manager, Scope::mine), std::vector{hers});
  EXPECT_EQ(cases_in(world.officer, Scope::mine), std::vector{hers}) << "it stays hers too";
  world.clock.advance(std::chrono::hours{24});
  EXPECT_TRUE(cases_in(world.border_manager, Scope::mine).empty());
}

TEST_P(WorkTest, what_nobody_keeps_any_more_is_everybodys) {
  const auto hers = open_case(world.officer);
  must(access::suspend(world.context(), world.session(world.administrator), world.officer.id));
  EXPECT_EQ(cases_in(world.border_manager, Scope::mine), std::vector{hers});
  others = {item("a", std::nullopt)};
  EXPECT_EQ(
      must(list(desk, world.session(world.border_manager), {.scope = Scope::mine, .kind = "test-kind"})).items.size(),
      1U);
}

TEST_P(WorkTest, of_another_teams_case_the_organisations_manager_learns_that_there_is_work_and_by_when) {
  open_case(clerk);
  const auto page = must(list(desk, world.session(world.border_manager), {.scope = Scope::organisation}));
  const auto found = std::ranges::find(page.items, office.team, &Item::team);
  ASSERT_NE(found, page.items.end());
  for (const auto& each : page.items) {
    if (each.team != office.team) continue;
    EXPECT_EQ(each.kind, kElsewhere);
    EXPECT_FALSE(each.case_id);
    EXPECT_FALSE(each.referral);
    EXPECT_FALSE(each.keeper);
    EXPECT_TRUE(each.link.empty());
    EXPECT_TRUE(each.need.empty());
    EXPECT_TRUE(each.reference.empty()) << "a case's number belongs to the team that holds it";
  }
  EXPECT_EQ(list(desk, world.session(world.officer), {.scope = Scope::organisation}).error().type,
            nrm::problems::kNotFound);
  EXPECT_EQ(list(desk, world.session(world.officer), {.scope = Scope::coordination}).error().type,
            nrm::problems::kNotFound);
  const auto elsewhere = must(list(desk, world.session(world.shelter_manager), {.scope = Scope::organisation}));
  EXPECT_TRUE(elsewhere.items.empty()) << "another organisation's";
}

TEST_P(WorkTest, pages_show_each_once_whatever_comes_between) {
  const auto now = world.clock.now();
  for (int i = 0; i < 130; ++i)
    others.push_back(
        item(fmt::format("{:03}", i), i % 3 == 0 ? std::nullopt : std::optional{now + std::chrono::hours{i / 9}}));
  const auto session = world.session(world.border_manager);
  std::vector<Item> seen;
  Question question{.kind = "test-kind"};
  question.page.size = 20;
  do {
    const auto page = must(list(desk, session, question));
    EXPECT_LE(page.items.size(), 20U);
    seen.insert(seen.end(), page.items.begin(), page.items.end());
    question.page.after = page.next;
    others.push_back(item(fmt::format("new{}", seen.size()), now - std::chrono::hours{1}));
    std::ranges::reverse(others);
  } while (question.page.after);
  ASSERT_EQ(seen.size(), 130U);
  std::set<std::string> ids;
  for (const auto& each : seen) ids.insert(each.id);
  EXPECT_EQ(ids.size(), 130U);
  for (std::size_t i = 1; i < seen.size(); ++i) {
    EXPECT_TRUE(seen[i - 1].due_at || !seen[i].due_at) << "what has no time comes last";
    if (seen[i - 1].due_at && seen[i].due_at) {
      EXPECT_LE(*seen[i - 1].due_at, *seen[i].due_at);
    }
  }
}

TEST_P(WorkTest, a_place_that_is_none_is_refused) {
  for (const auto* cursor : {"", "x", "1:2", "12a:kind:id", "a:b:c"}) {
    Question question;
    question.page.after = cursor;
    EXPECT_EQ(list(desk, world.session(world.officer), question).error().type, nrm::problems::kInvalid) << cursor;
  }
}

TEST_P(WorkTest, counts_stand_at_the_head_of_each_list_she_has) {
  others = {item("a", world.clock.now()), item("b", world.clock.now()), item("c", std::nullopt)};
  others[0].state = pathway::ClockState::overdue;
  others[1].state = pathway::ClockState::due_soon;
  const auto counts = must(summarise(desk, world.session(world.border_manager)));
  EXPECT_EQ(counts.at(Scope::team).all, 3);
  EXPECT_EQ(counts.at(Scope::team).overdue, 1);
  EXPECT_EQ(counts.at(Scope::team).due_soon, 1);
  EXPECT_TRUE(counts.contains(Scope::organisation));
  EXPECT_FALSE(counts.contains(Scope::coordination));
  EXPECT_FALSE(must(summarise(desk, world.session(world.officer))).contains(Scope::organisation));
}

TEST_P(WorkTest, a_night_without_anybody_on_duty_is_the_managers_work) {
  const auto gap = [&](const Person& who) {
    return !must(list(desk, world.session(who), {.kind = "fill-duty-roster"})).items.empty();
  };
  EXPECT_FALSE(gap(world.border_manager)) << "the team has no roster";
  std::vector<duty::Shift> week;
  for (int weekday = 1; weekday <= 7; ++weekday) week.push_back({weekday, 0, duty::kDayMinutes, "112"});
  must(duty::set_week(world.journal(), world.session(world.border_manager), world.border.team, week, 1));
  EXPECT_FALSE(gap(world.border_manager));
  week.pop_back();
  must(duty::set_week(world.journal(), world.session(world.border_manager), world.border.team, week, 2));
  EXPECT_TRUE(gap(world.border_manager));
  EXPECT_FALSE(gap(world.officer));
}

}  // namespace
}  // namespace nrm::work
