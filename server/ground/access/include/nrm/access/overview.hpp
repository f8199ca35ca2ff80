// What an administrator sees of all teams: counts, and who waits for keys. Nothing about a case.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "nrm/access/context.hpp"
#include "nrm/access/session.hpp"

namespace nrm::access {

// When anybody of a team last signed in, no finer than an administrator needs.
enum class LastSignIn { within_week, within_month, longer_ago, never };
std::string_view name_of(LastSignIn when);

struct TeamOverview {
  TeamId id;
  std::string name;
  OrganisationId organisation;
  std::string organisation_name;
  std::int64_t active = 0;
  std::int64_t suspended = 0;
  std::int64_t invited = 0;
  std::set<Compartment> kinds;         // of which it has keys
  std::set<Compartment> unheld_kinds;  // that no active member holds: only custodians can give them
  bool custodians_proposed = false;
  std::int64_t custodians_able = 0;  // of three in force
  LastSignIn last_sign_in = LastSignIn::never;
};
// Waits for keys of her team.
struct WaitingMember {
  MemberId id;
  std::string name;
  TeamId team;
  UtcTime since;
  std::set<Compartment> kinds;
  std::vector<std::string> could_give;  // colleagues, by name; nobody: custodians must
};
struct InstanceOverview {
  std::vector<TeamOverview> teams;     // that are not closed, by name
  std::vector<WaitingMember> waiting;  // the longest first
};
Result<InstanceOverview> view_instance(const AccessContext& context, const Session& session);

}  // namespace nrm::access
