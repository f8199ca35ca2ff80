#include "nrm/access/testing.hpp"

namespace nrm::access::testing {
namespace {

constexpr std::array kRelations{Relation::instance, Relation::own_account, Relation::own_organisation,
                                Relation::own_team, Relation::sender,      Relation::receiver};

bool table_allows(std::string_view action, const Roles& roles, Relation relation) {
  for (const auto& rule : action_rules()) {
    const bool related = std::find(rule.relations.begin(), rule.relations.end(), relation) != rule.relations.end();
    const bool in_role = std::any_of(roles.begin(), roles.end(), [&](Role role) { return rule.roles.contains(role); });
    if (rule.action == action && related && in_role) return true;
  }
  return false;
}

class DecideTest : public ::testing::Test {
 protected:
  Result<void> decide_on(const Session& session, const std::string& action, Relation relation,
                         const std::string& purpose) {
    return world.journal().act<void>(session.header(action, purpose, {}), [&](log::Act& act) -> Result<void> {
      const auto permit = decide(act, session, relation);
      if (!permit) return tl::unexpected(permit.error());
      return {};
    });
  }

  World world;
};

TEST_F(DecideTest, V8_2_1_every_cell_of_the_table_is_as_it_says_and_everything_else_is_refused) {
  std::set<std::string> actions{"nobody.listed-this"};
  for (const auto& rule : action_rules()) actions.emplace(rule.action);
  for (const auto& person : {world.border_manager, world.provider, world.administrator, world.auditor}) {
    const auto session = world.session(person);
    for (const auto& action : actions) {
      for (const auto relation : kRelations) {
        const auto decided = decide_on(session, action, relation, "assist");
        ASSERT_EQ(decided.has_value(), table_allows(action, session.roles, relation)) << person.account << action;
        if (!decided) {
          ASSERT_EQ(decided.error().type, nrm::problems::kNotFound);
        }
      }
    }
  }
}

TEST_F(DecideTest, opening_a_compartment_needs_a_purpose_of_the_list) {
  const auto session = world.session(world.officer);
  EXPECT_TRUE(decide_on(session, "compartment.open", Relation::own_team, "protect"));
  EXPECT_EQ(decide_on(session, "compartment.open", Relation::own_team, "").error().fields.at(0).pointer, "/purpose");
  for (const auto* purpose : {"immigration-enforcement", "return ", "Assist"}) {
    EXPECT_FALSE(decide_on(session, "compartment.open", Relation::own_team, purpose));
    EXPECT_FALSE(decide_on(session, "case.view", Relation::own_team, purpose));
  }
}

TEST(Roles, those_who_oversee_hold_no_key) {
  for (const auto role : {Role::coordinator, Role::data_protection_officer, Role::auditor, Role::administrator}) {
    EXPECT_TRUE(compartments_of(Roles{role}).empty());
  }
  EXPECT_EQ(compartments_of(Roles{Role::case_manager}).size(), kCompartments.size());
}

TEST(Roles, names_read_back) {
  for (const auto role : kRoles) EXPECT_EQ(parse_role(name_of(role)), role);
  for (const auto kind : kCompartments) EXPECT_EQ(parse_compartment(name_of(kind)), kind);
  EXPECT_EQ(parse_role("officer"), std::nullopt);
}

}  // namespace
}  // namespace nrm::access::testing
