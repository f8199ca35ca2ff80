#include "key_state.hpp"

#include "log_keys.hpp"
#include "nrm/access/keyring.hpp"
#include "team_keys.hpp"

namespace nrm::access {

std::string_view name_of(KeyState state) {
  switch (state) {
    case KeyState::held:
      return "held";
    case KeyState::awaited:
      return "awaited";
    case KeyState::none_needed:
      return "none-needed";
  }
  return {};
}

KeyState key_state_of(storage::Reader& reader, const MemberRow& member) {
  if (compartments_of(member.roles).empty() && !member.roles.contains(Role::auditor)) return KeyState::none_needed;
  const bool waits = !missing_kinds(reader, member).empty() || misses_log_key(reader, member);
  return waits ? KeyState::awaited : KeyState::held;
}

KeyState key_state(storage::Reader& reader, const MemberId& id) {
  const auto member = find_member(reader, id);
  return member ? key_state_of(reader, *member) : KeyState::none_needed;
}

}  // namespace nrm::access
