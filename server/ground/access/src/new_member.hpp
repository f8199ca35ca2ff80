// Writing a new member: her key, its two openers, her second factor. Shared by every way to join.
#pragma once

#include "nrm/access/members.hpp"
#include "openers.hpp"
#include "rows.hpp"

namespace nrm::access {

struct Place {
  OrganisationId organisation;
  TeamId team;
  Roles roles;
};
struct CheckedMember {
  std::string account;
  std::string name;
  StretchedPassword password;
};
// Checks and stretches; every fault of the form at once.
Result<CheckedMember> check_new_member(const AccessContext& context, const NewMember& input,
                                       const OrganisationId& organisation);
Result<Enrolled> write_new_member(log::Act& act, const AccessContext& context, const Place& place,
                                  const CheckedMember& member, const std::optional<crypto::TotpSecret>& totp_secret);
// Removes enrolments whose day is over, with the account names they held.
void drop_ended_enrolments(log::Act& act);
void activate(log::Act& act, const MemberId& member);

}  // namespace nrm::access
