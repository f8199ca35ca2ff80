#include "nrm/caseteam/caseteam.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "nrm/access/testing.hpp"
#include "nrm/casefile/pause.hpp"
#include "nrm/casefile/rekey.hpp"
#include "nrm/consent/clocks.hpp"
#include "nrm/consent/record.hpp"
#include "nrm/consent/withdrawal.hpp"

namespace nrm::caseteam {
namespace {

using access::testing::must;
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

class CaseTeamTest : public ::testing::TestWithParam<storage::Kind> {
 protected:
  access::testing::World world{
      {.kind = GetParam(), .schemas = {casefile::schema(), consent::schema()}, .pack = pack_with_texts()}};
  access::testing::Body clinic = world.new_body("test-clinic", "Clinic", {"protection"}, {"medical"});
  Person doctor = world.new_person(clinic, {access::Role::case_manager}, "clinic.manager");

  void SetUp() override { register_reactions(world.journal()); }

  template <class T>
  Result<T> as(const access::Session& session, const std::string& action, const std::optional<CaseId>& id,
               const std::function<Result<T>(log::Act&, const access::Permit&)>& work) {
    const auto header = session.header(action, "assist", {id, session.organisation, id ? id->text() : ""}, "a test");
    return world.journal().act<T>(header, [&](log::Act& act) -> Result<T> {
      const auto permit = access::decide(act, session, access::Relation::own_team);
      if (!permit) return tl::unexpected(permit.error());
      return work(act, *permit);
    });
  }
  CaseId open() {
    casefile::NewCase input;
    input.today = *parse_iso_date("2018-04-10");
    input.values.emplace("casework.age-class", Personal<std::string>{R"({"class":"adult"})"});
    input.values.emplace("casework.summary", Personal<std::string>{"found at the crossing"});
    input.values.emplace("identity.birth-place", Personal<std::string>{"Brest"});
    return must(as<casefile::OpenedCase>(world.session(world.border_manager), "case.open", std::nullopt,
                                         [&](log::Act& act, const access::Permit& permit) {
                                           return casefile::open_case(act, permit, input);
                                         }))
        .id;
  }
  BasisId consent_to(const CaseId& id, const TeamId& team, std::set<std::string> groups = {"needs", "situation"},
                     const char* until = "2018-05-01") {
    consent::Conversation said{.decision = consent::Decision::consent,
                               .purpose = "assist",
                               .receiver = team,
                               .field_groups = std::move(groups),
                               .language = "ru",
                               .interpreter_used = false,
                               .interpreter_name = "",
                               .points = {std::begin(pathway::kConsentPoints), std::end(pathway::kConsentPoints)},
                               .explained_by = world.border_manager.id,
                               .until = parse_iso_date(until)};
    return must(as<BasisId>(world.session(world.border_manager), "basis.record", id,
                            [&](log::Act& act, const access::Permit& permit) {
                              return consent::record(act, permit, world.pack, id, said);
                            }));
  }
  Result<JointTeamId> join(const CaseId& id, const BasisId& basis, const TeamId& team,
                           std::set<Compartment> kinds = {Compartment::casework}) {
    return as<JointTeamId>(world.session(world.border_manager), "case-team.add", id,
                           [&](log::Act& act, const access::Permit& permit) {
                             return add(act, permit, id, {team, kinds, basis});
                           });
  }
  Result<void> leave(const Person& person, const CaseId& id, const JointTeamId& joint) {
    return as<void>(world.session(person), "case-team.end", id,
                    [&](log::Act& act, const access::Permit& permit) { return end(act, permit, id, joint); });
  }
  Result<std::string> summary(const access::Session& session, const CaseId& id) {
    return as<std::string>(session, "compartment.open", id,
                           [&](log::Act& act, const access::Permit& permit) -> Result<std::string> {
                             const auto values = casefile::read_compartment(act, permit, id, Compartment::casework);
                             if (!values) return tl::unexpected(values.error());
                             return values->at("casework.summary").reveal();
                           });
  }
  Result<std::string> summary(const Person& person, const CaseId& id) { return summary(world.session(person), id); }
  void withdraw(const CaseId& id, const BasisId& basis) {
    must(as<consent::Withdrawn>(world.session(world.border_manager), "basis.withdraw", id,
                                [&](log::Act& act, const access::Permit& permit) {
                                  return consent::withdraw(act, permit, world.pack, id, basis);
                                }));
  }
  std::int64_t rekey_tasks() {
    return world.database
        .query("SELECT COUNT(*) AS n FROM case_task WHERE kind = $kind AND state = 'open'",
               {{"kind", casefile::kRekeyTask}})
        .at(0)
        .integer("n");
  }
  int run_jobs() {
    auto handlers = job_handlers(world.journal());
    handlers.merge(consent::job_handlers(world.journal()));
    jobs::Runner runner{world.database.get(), world.clock, std::move(handlers), [](std::string_view) {}};
    return runner.run_due();
  }
};
NRM_ON_EACH_DATABASE(CaseTeamTest);

TEST_P(CaseTeamTest, a_team_joins_under_a_basis_that_names_it_and_covers_the_whole_compartment) {
  const auto id = open();
  const auto for_shelter = consent_to(id, world.shelter.team);
  EXPECT_EQ(join(id, BasisId::random(world.random), world.shelter.team).error().type, consent::problems::kNoBasis);
  EXPECT_EQ(join(id, for_shelter, clinic.team).error().type, consent::problems::kNoBasis)
      << "she agreed to the shelter";
  EXPECT_EQ(join(id, for_shelter, world.shelter.team, {Compartment::casework, Compartment::identity}).error().type,
            problems::kNotCovered);
  EXPECT_EQ(summary(world.shelter_manager, id).error().type, nrm::problems::kNotFound);
  must(join(id, for_shelter, world.shelter.team));
  EXPECT_EQ(must(summary(world.shelter_manager, id)), "found at the crossing");
  EXPECT_EQ(summary(doctor, id).error().type, nrm::problems::kNotFound);
}

TEST_P(CaseTeamTest, half_a_compartment_is_never_given) {
  EXPECT_EQ(covered_by({"needs"}), std::set<Compartment>{});
  EXPECT_TRUE(covered_by({"needs", "situation"}).contains(Compartment::casework));
  EXPECT_EQ(covered_by({"identity"}), std::set<Compartment>{Compartment::identity});
}

TEST_P(CaseTeamTest, withdrawal_ends_it_in_the_same_act_and_asks_for_new_keys) {
  const auto id = open();
  const auto basis = consent_to(id, world.shelter.team);
  must(join(id, basis, world.shelter.team));
  must(summary(world.shelter_manager, id));
  withdraw(id, basis);
  EXPECT_EQ(summary(world.shelter_manager, id).error().type, nrm::problems::kNotFound);
  EXPECT_EQ(rekey_tasks(), 1);
  EXPECT_EQ(join(id, basis, world.shelter.team).error().type, consent::problems::kNoBasis);
  EXPECT_EQ(must(summary(world.border_manager, id)), "found at the crossing");
}

TEST_P(CaseTeamTest, no_read_after_the_withdrawal_is_answered_however_many_race) {
  const auto id = open();
  const auto basis = consent_to(id, world.shelter.team);
  must(join(id, basis, world.shelter.team));
  const auto reader = world.session(world.shelter_manager);
  must(summary(reader, id));
  std::atomic<bool> withdrawn{false};
  std::atomic<int> before{0}, after{0};
  {
    std::vector<std::jthread> readers;
    for (int i = 0; i < 3; ++i)
      readers.emplace_back([&] {
        for (int read = 0; read < 40; ++read) {
          const bool late = withdrawn.load();
          const auto answer = summary(reader, id);
          if (answer && late) ++after;
          if (answer && !late) ++before;
          if (!answer && late) return;
        }
      });
    std::jthread ender{[&] {
      while (before.load() < 3) std::this_thread::yield();
      withdraw(id, basis);
      withdrawn.store(true);
    }};
  }
  EXPECT_GE(before.load(), 3);
  EXPECT_EQ(after.load(), 0);
}

TEST_P(CaseTeamTest, the_clock_ends_it_with_the_basis_once) {
  const auto id = open();
  must(join(id, consent_to(id, world.shelter.team), world.shelter.team));
  run_jobs();
  world.clock.set(*parse_rfc3339("2018-05-01T21:00:01Z"));  // the end of the first of May in Minsk
  EXPECT_EQ(summary(world.shelter_manager, id).error().type, nrm::problems::kNotFound) << "before the clock came by";
  EXPECT_GE(run_jobs(), 1);
  EXPECT_EQ(run_jobs(), 0);
  EXPECT_EQ(world.database.query("SELECT ended_why FROM case_team").at(0).text("ended_why"), "expired");
  EXPECT_EQ(rekey_tasks(), 1);
}

TEST_P(CaseTeamTest, while_she_pauses_it_the_team_finds_nothing_and_then_it_goes_on) {
  const auto id = open();
  const auto basis = consent_to(id, world.shelter.team);
  must(join(id, basis, world.shelter.team));
  must(as<void>(world.session(world.border_manager), "basis.withdraw", id,
                [&](log::Act& act, const access::Permit& permit) { return consent::pause(act, permit, id, basis); }));
  EXPECT_EQ(summary(world.shelter_manager, id).error().type, nrm::problems::kNotFound);
  EXPECT_FALSE(world.database->reading(
      [&](storage::Reader& reader) { return casefile::holds(reader, id, world.shelter.team); }));
  must(as<void>(world.session(world.border_manager), "basis.withdraw", id,
                [&](log::Act& act, const access::Permit&) -> Result<void> {
                  casefile::wake_seals_of_basis(act, basis);
                  act.react(consent::kResumed, basis.text());
                  return {};
                }));
  EXPECT_EQ(must(summary(world.shelter_manager, id)), "found at the crossing");
}

TEST_P(CaseTeamTest, what_she_agrees_to_anew_goes_on_past_the_first_end) {
  const auto id = open();
  must(join(id, consent_to(id, world.shelter.team), world.shelter.team));
  world.clock.advance(std::chrono::hours{1});
  consent_to(id, world.shelter.team, {"needs", "situation"}, "2018-06-01");
  world.clock.set(*parse_rfc3339("2018-05-01T21:00:01Z"));
  run_jobs();
  EXPECT_EQ(must(summary(world.shelter_manager, id)), "found at the crossing");
  world.clock.set(*parse_rfc3339("2018-06-01T21:00:01Z"));
  run_jobs();
  EXPECT_EQ(summary(world.shelter_manager, id).error().type, nrm::problems::kNotFound);
}

TEST_P(CaseTeamTest, either_side_ends_it_and_a_third_finds_nothing_to_end) {
  const auto id = open();
  const auto basis = consent_to(id, world.shelter.team);
  const auto first = must(join(id, basis, world.shelter.team));
  EXPECT_EQ(leave(doctor, id, first).error().type, nrm::problems::kNotFound);
  must(leave(world.shelter_manager, id, first));
  EXPECT_EQ(leave(world.shelter_manager, id, first).error().type, nrm::problems::kNotFound);
  const auto second = must(join(id, basis, world.shelter.team));
  must(leave(world.border_manager, id, second));
  EXPECT_EQ(summary(world.shelter_manager, id).error().type, nrm::problems::kNotFound);
}

TEST_P(CaseTeamTest, what_can_be_offered_follows_from_what_she_agreed_to) {
  const auto id = open();
  const auto basis = consent_to(id, world.shelter.team, {"needs", "situation", "contact"});
  const auto offers = [&] {
    return must(as<std::vector<Offer>>(world.session(world.border_manager), "case-team.list", id,
                                       [&](log::Act& act, const access::Permit& permit) -> Result<std::vector<Offer>> {
                                         return offers_of(act, permit, id);
                                       }));
  };
  ASSERT_EQ(offers().size(), 1U);
  EXPECT_TRUE(offers()[0].compartments.contains(Compartment::whereabouts));
  EXPECT_FALSE(offers()[0].compartments.contains(Compartment::identity));
  must(join(id, basis, world.shelter.team));
  EXPECT_TRUE(offers().empty()) << "it holds the case already";
}

}  // namespace
}  // namespace nrm::caseteam
