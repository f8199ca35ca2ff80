#include "custodians.hpp"
#include "nrm/access/leaving.hpp"
#include "nrm/access/notices.hpp"

namespace nrm::access {
namespace {

void tell_custodians(log::Act& act, const TeamId& team, std::string_view code, std::string_view object) {
  const auto set = find_custodian_set(act.writer(), team, kInForce);
  if (!set) return;
  for (const auto& custodian : set->custodians) tell_member(act, custodian.member, code, object);
}

void tell_officers(log::Act& act, const TeamId& team, std::string_view code, std::string_view object) {
  const auto found = directory::find_team(act.writer(), team);
  if (!found) return;
  for (const auto& row :
       act.query("SELECT id, roles FROM member WHERE organisation = $organisation AND state = 'active' ORDER BY id",
                 {{"organisation", found->organisation}}))
    if (roles_from_row(row.text("roles")).contains(Role::data_protection_officer))
      tell_member(act, row.id<MemberId>("id"), code, object);
}

}  // namespace

void tell_late(log::Act& act, const TeamId& team, Told told, std::string_view code, std::string_view object) {
  switch (told) {
    case Told::team:
      return tell_team(act, team, code, object);
    case Told::custodian:
      return tell_custodians(act, team, code, object);
    case Told::data_protection_officer:
      return tell_officers(act, team, code, object);
  }
}

}  // namespace nrm::access
