// Who takes part: organisations, their teams, what each team offers, and the numbers people may call. No secret is
// here. What comes from a pack is unconfirmed until this instance's own administrator confirms it.
#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "nrm/kernel/id.hpp"
#include "nrm/kernel/problem.hpp"
#include "nrm/log/act.hpp"
#include "nrm/pathway/pack.hpp"
#include "nrm/storage/database.hpp"
#include "nrm/storage/migrations.hpp"

namespace nrm::directory {

storage::Schema schema();

namespace problems {
inline constexpr ProblemType kProtectionAndControl{"directory.protection-and-control", 422};
inline constexpr ProblemType kCodeTaken{"directory.code-taken", 409};
inline constexpr ProblemType kClosed{"directory.closed", 409};
}  // namespace problems
std::vector<ProblemType> directory_problems();

struct NumberTag;
using NumberId = Id<NumberTag>;

struct NewOrganisation {
  std::string code;  // unique in the instance: "by-gpk", or one's own
  std::string name;
  pathway::Labels names;  // by language; `name` stands in for a missing one
  std::string kind;
  std::string level;
  std::string region;
  std::string status = "listed";
  std::optional<Date> from;
  std::optional<Date> until;
  std::optional<Date> last_confirmed;
  std::set<std::string> takes_part_in;
};

struct Organisation : NewOrganisation {
  OrganisationId id;
  std::optional<UtcTime> confirmed_at;
  std::optional<UtcTime> closed_at;
};

struct NewTeam {
  OrganisationId organisation;
  std::string name;
  std::set<std::string> kinds;  // of pathway::kTeamKinds, at least one
  std::set<std::string> services;
  std::string region;
};

struct Team : NewTeam {
  TeamId id;
  std::string organisation_name;
  std::string organisation_kind;
  bool confirmed = false;  // its organisation is
  std::optional<UtcTime> closed_at;
};

struct Number {
  NumberId id;
  std::string number;
  pathway::Labels names;
  std::string hours;
  std::string topic;
  std::string source;
  std::string verified;
  std::optional<UtcTime> confirmed_at;
};

// Inside an act. The caller has decided who may; these hold the rules.
Result<OrganisationId> add_organisation(log::Act& act, const pathway::Pack& pack, const NewOrganisation& organisation);
Result<TeamId> add_team(log::Act& act, const pathway::Pack& pack, const NewTeam& team);
Result<void> confirm_organisation(log::Act& act, const OrganisationId& id);
Result<void> confirm_number(log::Act& act, const NumberId& id);
Result<void> close_organisation(log::Act& act, const OrganisationId& id);  // and its teams
Result<void> close_team(log::Act& act, const TeamId& id);
// The pack's bodies and numbers, all unconfirmed. Bodies already there by their code are left as they are.
void found_from_pack(log::Act& act, const pathway::Pack& pack);

// Readers. Closed ones are left out of the lists.
std::vector<Organisation> list_organisations(storage::Reader& reader);
std::optional<Organisation> find_organisation(storage::Reader& reader, const OrganisationId& id);
std::optional<Organisation> find_organisation_by_code(storage::Reader& reader, std::string_view code);
std::vector<Team> list_teams(storage::Reader& reader);
std::vector<Team> list_teams_of(storage::Reader& reader, const OrganisationId& id);
std::optional<Team> find_team(storage::Reader& reader, const TeamId& id);
std::vector<Number> list_numbers(storage::Reader& reader);

// Whether a team could open a parcel: it has keys. Given by the module that keeps them. A team whose organisation is
// not confirmed never counts as one that can receive.
using CanReceive = std::function<bool(storage::Reader&, const TeamId&)>;
struct Receiver {
  Team team;
  bool can_receive = false;
};
// Teams that offer the service, or all of them where it is empty; those that can receive first, then by name.
std::vector<Receiver> teams_for_need(storage::Reader& reader, std::string_view service, const CanReceive& can_receive);

}  // namespace nrm::directory
