// How roles lie in a row, and a member as the behaviours load her.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "nrm/access/compartment.hpp"
#include "nrm/crypto/crypto.hpp"
#include "nrm/storage/database.hpp"

namespace nrm::access {

std::string to_row(const Roles& roles);  // "case-manager first-responder"
Roles roles_from_row(std::string_view text);

struct MemberRow {
  MemberId id;
  std::string account;
  std::string name;
  OrganisationId organisation;
  TeamId team;
  std::string state;
  Roles roles;
  Bytes public_keys;
  UtcTime in_team_since;
};
inline constexpr std::string_view kMemberColumns =
    "m.id, m.account, m.name, m.organisation, m.team, m.state, m.roles, m.public_keys, m.in_team_since";
MemberRow member_from_row(const storage::Row& row);
std::optional<MemberRow> find_member(storage::Reader& reader, const MemberId& id);

}  // namespace nrm::access
