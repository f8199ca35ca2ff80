#include "nrm/casefile/joint_team.hpp"

#include <gmock/gmock.h>

#include "casefile_world.hpp"
#include "nrm/casefile/joint_team_end.hpp"
#include "nrm/casefile/rekey.hpp"
#include "nrm/casefile/sealing.hpp"

namespace nrm::casefile::testing {
namespace {

using access::testing::must;

class JointTeamTest : public CasefileTest {
 protected:
  access::testing::Body clinic = world.new_body("test-clinic", "Clinic", {"protection"}, {"medical"});
  Person doctor = world.new_person(clinic, {access::Role::case_manager}, "clinic.manager");

  CaseId opened() {
    return open(world.border_manager, {{"identity.names", R"([{"name":"Ковальчук","kind":"family"}])"},
                                       {"casework.needs", R"(["shelter"])"},
                                       {"health.allergies", "penicillin"}})
        .id;
  }
  Result<JointTeamId> join(const Person& by, const CaseId& id, const TeamId& team, std::set<Compartment> kinds,
                           const BasisId& basis) {
    return as<JointTeamId>(by, "case.write", id, [&](log::Act& act, const access::Permit& permit) {
      return add_joint_team(act, permit, id, {team, kinds, basis, act.now() + std::chrono::hours{24}});
    });
  }
  JointTeamId joined(const CaseId& id, std::set<Compartment> kinds) {
    return join(world.border_manager, id, world.shelter.team, std::move(kinds), BasisId::random(world.random)).value();
  }
  void end(const JointTeamId& id) {
    must(as<void>(world.border_manager, "case.write", std::nullopt,
                  [&](log::Act& act, const access::Permit&) -> Result<void> {
                    end_joint_team(act, *find_joint_team(act.writer(), id), JointEnd::removed);
                    return {};
                  }));
  }
  std::vector<std::string> listed(const Person& person) {
    const auto page =
        as<Page<ListedCase>>(person, "case.list", std::nullopt, [](log::Act& act, const access::Permit& permit) {
          return list_cases(act, permit, {});
        }).value();
    std::vector<std::string> out;
    for (const auto& item : page.items)
      out.push_back(item.facts.reference + " " + (item.card ? item.card->reveal().label : "closed"));
    return out;
  }
  std::string label(const CaseId& id) {
    return world.database->reading([&](storage::Reader& reader) { return find_case(reader, id)->reference; });
  }
  template <class T>
  static std::string refusal(const Result<T>& answer) {
    return answer ? "granted" : problem_text(answer.error());
  }
};
NRM_ON_EACH_DATABASE(JointTeamTest);

TEST_P(JointTeamTest, a_joint_team_reads_and_writes_what_it_was_given_and_nothing_else) {
  const auto id = opened();
  EXPECT_EQ(refusal(read(world.shelter_manager, id, Compartment::casework)), "kernel.not-found");
  joined(id, {Compartment::casework});
  EXPECT_EQ(read(world.shelter_manager, id, Compartment::casework).value().at("casework.needs"), R"(["shelter"])");
  EXPECT_EQ(refusal(read(world.shelter_manager, id, Compartment::identity)), "kernel.not-found");
  EXPECT_EQ(refusal(read(world.shelter_manager, id, Compartment::residence)), "kernel.not-found") << "empty, not given";
  write(world.shelter_manager, id, {{"casework.plan", "a bed until June"}}).value();
  EXPECT_EQ(read(world.border_manager, id, Compartment::casework).value().at("casework.plan"), "a bed until June");
  EXPECT_EQ(refusal(write(world.shelter_manager, id, {{"residence.state", "none"}})),
            "kernel.invalid /values/residence.state=not-yours");
}

TEST_P(JointTeamTest, a_third_team_finds_nothing) {
  const auto id = opened();
  joined(id, {Compartment::casework, Compartment::identity});
  EXPECT_EQ(refusal(read(doctor, id, Compartment::casework)), "kernel.not-found");
  EXPECT_TRUE(listed(doctor).empty());
  EXPECT_TRUE(search(doctor, "Kovalchuk").value().empty());
}

TEST_P(JointTeamTest, lists_and_searches_show_it_and_open_boxes_only_once) {
  const auto id = opened();
  const auto own = open(world.shelter_manager, {{"identity.names", R"([{"name":"Ada","kind":"given"}])"}}).id;
  joined(id, {Compartment::casework, Compartment::identity});
  const auto boxes = [&] {
    return rows("SELECT id FROM key_seal WHERE form = 'box' AND holder = $team AND subject_kind = 'case'",
                {{"team", world.shelter.team}})
        .size();
  };
  EXPECT_EQ(boxes(), 2U);
  EXPECT_THAT(listed(world.shelter_manager), ::testing::UnorderedElementsAre(label(id) + " К", label(own) + " A"));
  EXPECT_EQ(search(world.shelter_manager, "Kovalchuk").value().size(), 1U);
  EXPECT_EQ(boxes(), 0U) << "re-wrapped by the holder's own key";
  EXPECT_THAT(listed(world.shelter_manager), ::testing::UnorderedElementsAre(label(id) + " К", label(own) + " A"));
  EXPECT_EQ(search(world.shelter_manager, "Kovalchuk").value().size(), 1U);
  EXPECT_EQ(read(world.shelter_manager, id, Compartment::identity).value().size(), 1U);
}

TEST_P(JointTeamTest, both_teams_read_in_one_log_who_looked) {
  const auto id = opened();
  joined(id, {Compartment::casework});
  read(world.shelter_manager, id, Compartment::casework, "assist", "to find her a bed").value();
  const auto key_of = [&](const Person& person) {
    return as<Key32>(person, "case.timeline", id,
                     [&](log::Act& act, const access::Permit& permit) { return open_case_log_key(act, permit, id); })
        .value();
  };
  EXPECT_EQ(key_of(world.border_manager), key_of(world.shelter_manager));
}

TEST_P(JointTeamTest, when_it_ends_the_keys_go_in_the_same_act_and_new_ones_are_asked_for) {
  const auto id = opened();
  const auto joint = joined(id, {Compartment::casework, Compartment::identity});
  listed(world.shelter_manager);
  end(joint);
  EXPECT_EQ(refusal(read(world.shelter_manager, id, Compartment::casework)), "kernel.not-found");
  EXPECT_TRUE(listed(world.shelter_manager).empty());
  EXPECT_TRUE(search(world.shelter_manager, "Kovalchuk").value().empty());
  EXPECT_TRUE(rows("SELECT id FROM key_seal WHERE holder = $team", {{"team", world.shelter.team}}).empty());
  EXPECT_EQ(rows("SELECT id FROM case_task WHERE kind = $kind AND state = 'open'", {{"kind", kRekeyTask}}).size(), 1U);
  EXPECT_EQ(read(world.border_manager, id, Compartment::casework).value().size(), 1U);
}

TEST_P(JointTeamTest, other_modules_hear_once_that_it_ended) {
  std::vector<std::string> heard;
  world.journal().on(std::string{kJointTeamEnded}, [&](log::Act&, std::string_view object) {
    const auto ended = ended_joint_team_of(object);
    heard.push_back(ended.case_id.text() + " " + ended.team.text());
  });
  const auto id = opened();
  const auto joint = joined(id, {Compartment::casework});
  EXPECT_TRUE(heard.empty());
  end(joint);
  end(joint);
  EXPECT_THAT(heard, ::testing::ElementsAre(id.text() + " " + world.shelter.team.text()));
}

TEST_P(JointTeamTest, a_key_made_later_reaches_the_joint_team) {
  const auto id = opened();
  joined(id, {Compartment::casework});
  // As re-keying leaves it: no seal of the compartment's old key is there any more.
  sql("DELETE FROM key_seal WHERE subject_kind = 'case' AND compartment = 'casework'");
  sql("DELETE FROM sealed_value WHERE compartment = 'casework'");
  sql("DELETE FROM case_card");
  must(as<void>(world.border_manager, "case.write", id, [&](log::Act& act, const access::Permit& permit) {
    return keep_note(act, permit, id, Compartment::casework, "test.note", "kept");
  }));
  const auto note = as<Personal<std::string>>(world.shelter_manager, "case.view", id,
                                              [&](log::Act& act, const access::Permit& permit) {
                                                return read_note(act, permit, id, Compartment::casework, "test.note");
                                              });
  ASSERT_TRUE(note.has_value()) << refusal(note);
  EXPECT_EQ(note->reveal(), "kept");
}

TEST_P(JointTeamTest, a_late_clock_opens_nothing_after_the_basis_ended) {
  const auto id = opened();
  joined(id, {Compartment::casework});
  world.clock.advance(std::chrono::hours{25});
  EXPECT_EQ(refusal(read(world.shelter_manager, id, Compartment::casework)), "kernel.not-found");
  EXPECT_TRUE(listed(world.shelter_manager).empty());
}

TEST_P(JointTeamTest, only_the_holding_team_adds_and_never_what_the_member_does_not_open) {
  const auto id = opened();
  const auto basis = BasisId::random(world.random);
  EXPECT_EQ(refusal(join(world.shelter_manager, id, clinic.team, {Compartment::casework}, basis)), "kernel.not-found");
  const auto identifier = world.new_person(world.border, {access::Role::identifying_officer}, "border.identifier");
  EXPECT_EQ(refusal(join(identifier, id, clinic.team, {Compartment::health, Compartment::justice}, basis)),
            "kernel.invalid /compartments=not-yours");
  EXPECT_EQ(refusal(join(world.border_manager, id, world.border.team, {Compartment::health}, basis)),
            "kernel.invalid /team_id=own-team");
  joined(id, {Compartment::casework});
  EXPECT_EQ(refusal(join(world.shelter_manager, id, clinic.team, {Compartment::casework}, basis)), "kernel.not-found");
  EXPECT_EQ(refusal(join(world.border_manager, id, world.shelter.team, {Compartment::health}, basis)),
            "casefile.already-joint");
}

}  // namespace
}  // namespace nrm::casefile::testing
