// How members come, wait for keys, change teams, are covered, suspended and succeeded.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "nrm/access/accounts.hpp"
#include "nrm/access/keyring.hpp"
#include "nrm/directory/directory.hpp"
#include "nrm/pathway/pack.hpp"

namespace nrm::access {

// --- joining ---
struct Invitation {
  SecretText code;  // 128 bits, used once, within a day
  UtcTime expires;
};
// An administrator for any team; a case manager for her own team and roles that hold keys.
Result<Invitation> invite(const AccessContext& context, const Session& session, const TeamId& team, const Roles& roles);

struct NewMember {
  std::string account;  // 3 to 64 of a-z 0-9 . _ - @, any case
  std::string name;
  SecretText password;
};
struct EnrolmentTag;
using EnrolmentId = Id<EnrolmentTag>;
struct Enrolled {
  EnrolmentId id;
  MemberId member;
  crypto::TotpSecret totp_secret;  // these two are shown once
  SecretText recovery_code;
  std::string totp_uri;
};
Result<Enrolled> enrol(const AccessContext& context, const SecretText& invitation, const NewMember& input);
// The first code of her authenticator makes the account active.
Result<void> confirm_enrolment(const AccessContext& context, const EnrolmentId& id, std::string_view code);

// For the founding's own hands (demonstration, tests): enrols and confirms in one step, same rules but the invitation.
struct DirectMember {
  OrganisationId organisation;
  TeamId team;
  Roles roles;
  NewMember who;
  std::optional<crypto::TotpSecret> totp_secret;
};
Result<Enrolled> enrol_directly(const AccessContext& context, const DirectMember& input);

// --- founding ---
struct FoundingTeam {
  std::string name;
  std::set<std::string> kinds;
  std::string region;
};
// The pack's bodies, the first organisation and team, and an invitation for the first administrator: there is no
// account until she uses it. kAlreadyFounded the second time.
Result<Invitation> found_instance(const AccessContext& context, const pathway::Pack& pack,
                                  const directory::NewOrganisation& organisation, const FoundingTeam& team);
// The instance's own key alone, for instances founded without a pack (tests).
Result<void> found_keys(const AccessContext& context);

// --- waiting for keys ---
struct MemberInfo {
  MemberId id;
  std::string account;
  std::string name;
  OrganisationId organisation;
  TeamId team;
  Roles roles;
  std::string state;  // "active", "suspended", "invited"
  KeyState keys;
  std::string fingerprint;
  UtcTime in_team_since;
};
// Of one team, own or (administrator) any; an administrator without a team named: all.
Result<std::vector<MemberInfo>> list_members(const AccessContext& context, const Session& session,
                                             const std::optional<TeamId>& team);
// Members of the session's team (auditors: of her organisation) who wait for a key that the session holds.
Result<std::vector<MemberInfo>> list_key_requests(const AccessContext& context, const Session& session);
// Gives every key that the holder has and the member is entitled to, where the fingerprint that the holder typed, as
// the member read it to her, is the member's.
Result<void> confirm_keys(const AccessContext& context, const Session& session, const MemberId& member,
                          std::string_view fingerprint);

// --- staying and leaving ---
// Her keys and sessions go in the same act and the team's task of new keys opens (leaving.hpp). Where she is the last
// who holds a kind: access.last-key-holder, unless an administrator goes on `despite` it; then those seals stay, closed
// with her account, for custodians. A member who comes back waits for keys.
Result<void> suspend(const AccessContext& context, const Session& session, const MemberId& member,
                     bool despite_last_key = false);
Result<void> unsuspend(const AccessContext& context, const Session& session, const MemberId& member);
// Her seals of the old team go in the same act, as in suspend; she waits for keys in the new one.
Result<void> change_team(const AccessContext& context, const Session& session, const MemberId& member,
                         const TeamId& team, const Roles& roles, bool despite_last_key = false);
struct LeaveCover {
  MemberId member;
  MemberId cover;  // of the same team: keys stay where they are
  Date from;
  Date until;
};
Result<void> record_leave_cover(const AccessContext& context, const Session& session, const LeaveCover& cover);
// Whose work a member also sees on a day.
std::vector<MemberId> covered_by(storage::Reader& reader, const MemberId& cover, Date day);

// The reaction that moves the cases; its object is "<from member id>:<to member id>".
inline constexpr std::string_view kCaseloadHandover = "member.caseload-handover";
// The number of cases that moved.
Result<std::int64_t> hand_over_caseload(const AccessContext& context, const Session& session, const MemberId& from,
                                        const MemberId& to);

// The name that a member goes by among colleagues, for showing who did what; nothing where there is no such member.
std::optional<std::string> find_member_name(storage::Reader& reader, const MemberId& id);

}  // namespace nrm::access
