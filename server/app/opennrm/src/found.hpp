// Founding: the folder, the schema, the pack's bodies, the first administrator; and, for a demonstration or a test,
// teams and members without invitations.
#pragma once

#include <memory>

#include "config.hpp"
#include "nrm/access/members.hpp"
#include "nrm/opennrm/instance.hpp"
#include "nrm/pathway/team_offers.hpp"

namespace nrm::app {

// Throws Refused where the folder holds anything.
std::unique_ptr<Instance> found_folder(const std::filesystem::path& folder, const Config& config,
                                       const InstanceOptions& options = {});
struct HostWanted {
  std::string organisation;  // a body's id in the pack, or the name of one that the pack does not list
  std::string kind;          // of a body that the pack does not list: a code of its list organisation-kind
};
Result<access::Invitation> invite_first_administrator(Instance& instance, const HostWanted& host);

// The pack's suggested teams with what they offer, unconfirmed like their bodies. How many.
Result<std::size_t> found_suggested_teams(Instance& instance);

struct TeamWanted {
  std::string name;
  std::string organisation_code;  // of the pack, or a new body's
  std::string organisation_kind;  // needed for a new body
  std::set<std::string> kinds;
  std::set<std::string> services;
  std::string organisation_name = {};  // of a new body; its code where it is empty
  std::string region = {};
  pathway::TeamOffer offer = {};  // with each of its services
};
// The body is confirmed too, so that its team can be found.
Result<TeamId> found_team(Instance& instance, const TeamWanted& wanted);

struct MemberWanted {
  TeamId team;
  access::Roles roles;
  std::string account;
  std::string name;
  SecretText password;
  crypto::TotpSecret totp_secret;
};
Result<MemberId> found_member(Instance& instance, const MemberWanted& wanted);

}  // namespace nrm::app
