#include "nrm/access/testing.hpp"

namespace nrm::access::testing {
namespace {

class WorldTest : public ::testing::TestWithParam<storage::Kind> {
 protected:
  World world{{.kind = GetParam()}};
};
NRM_ON_EACH_DATABASE(WorldTest);

TEST_P(WorldTest, every_member_holds_what_her_roles_entitle_her_to) {
  world.database->read([&](storage::Reader& reader) {
    EXPECT_EQ(key_state(reader, world.border_manager.id), KeyState::held);
    EXPECT_EQ(key_state(reader, world.officer.id), KeyState::held);
    EXPECT_EQ(key_state(reader, world.provider.id), KeyState::held);
    EXPECT_EQ(key_state(reader, world.auditor.id), KeyState::held);
    EXPECT_EQ(key_state(reader, world.administrator.id), KeyState::none_needed);
  });
}

}  // namespace
}  // namespace nrm::access::testing
