#pragma once

#include "nrm/access/decide.hpp"
#include "rows.hpp"

namespace nrm::access {

// How an actor stands to a member she acts on. A member who is not there is told from one out of reach by nobody.
inline Relation relation_to_member(const Session& session, const std::optional<MemberRow>& member) {
  if (session.roles.contains(Role::administrator)) return Relation::instance;
  if (!member) return Relation::instance;
  if (member->id == session.member) return Relation::own_account;
  return member->team == session.team ? Relation::own_team : Relation::instance;
}

}  // namespace nrm::access
