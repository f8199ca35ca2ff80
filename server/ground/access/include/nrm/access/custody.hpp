// Custodians: three members of a team, of whom two together give a key back that its holder lost. Nobody does it alone:
// not one custodian, not the administrator, not whoever has the server's disk. docs/formats/custody.md,
// docs/decisions/custody.md.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "nrm/access/accounts.hpp"
#include "nrm/access/compartment.hpp"
#include "nrm/crypto/crypto.hpp"
#include "nrm/jobs/jobs.hpp"

namespace nrm::access {

namespace problems {
inline constexpr ProblemType kNotInCustody{"access.not-in-custody", 409};  // no two custodians hold shares of the key
inline constexpr ProblemType kCustodyTooEarly{"access.custody-too-early", 409};
}  // namespace problems

// --- who they are ---
struct Custodian {
  MemberId member;
  std::string name;
  bool accepted = false;
  bool able = true;  // active, of this team, and known to it by a key that she holds
};
struct Custodians {
  std::int64_t version = 0;
  std::string proposed_by;  // her name
  UtcTime proposed_at;
  std::optional<UtcTime> in_force_at;
  std::vector<Custodian> members;
};
// A case manager of the team names three different active members who hold keys of the team; none an administrator.
// All members of the team are told. A proposal that waits is replaced. Returns its version.
Result<std::int64_t> propose_custodians(const AccessContext& context, const Session& session,
                                        const std::array<MemberId, 3>& members);
// Each in a session of her own. With the third acceptance they are in force and those before them hold nothing more.
Result<void> accept_custody(const AccessContext& context, const Session& session, std::int64_t version);
Result<void> decline_custody(const AccessContext& context, const Session& session, std::int64_t version);

// --- giving a key back ---
struct CustodyRequestTag;
using CustodyRequestId = Id<CustodyRequestTag>;

inline constexpr std::chrono::hours kCustodyDelay{24};      // in which anyone concerned may stop it
inline constexpr std::chrono::hours kCustodyLasts{7 * 24};  // from when approvals count until it has expired

// How somebody made sure, in person, that it is she who asks.
inline constexpr std::array<std::string_view, 2> kIdentityChecks{"known-in-person", "document-seen"};

enum class CustodyState { waiting, open, approved, done, cancelled, expired };
std::string_view name_of(CustodyState state);

// For a member of the team who can no longer sign in. By a case manager or a custodian, not for herself.
struct AccountRequest {
  MemberId member;
  std::string identity_check;
};
Result<CustodyRequestId> request_account(const AccessContext& context, const Session& session,
                                         const AccountRequest& request);
// For a member whose role entitles her to a key of the team that nobody is left to give her. By a case manager or a
// custodian; she may be one.
struct TeamKeyRequest {
  MemberId member;
  Compartment kind = Compartment::identity;
  std::string identity_check;
};
Result<CustodyRequestId> request_team_key(const AccessContext& context, const Session& session,
                                          const TeamKeyRequest& request);

// Takes part of a custodian who has met the member herself. Not before the delay is over, once, never for herself.
struct Approval {
  CustodyRequestId request;
  std::string identity_check;
  std::string fingerprint;  // of the member, as she reads it out; for team keys only
};
// For an account: one of the two codes that the member needs; shown to this custodian once, who hands it to her.
Result<std::optional<SecretText>> approve(const AccessContext& context, const Session& session,
                                          const Approval& approval);
// By the member it is for, a custodian or a case manager, at any time before it is done.
Result<void> cancel_custody(const AccessContext& context, const Session& session, const CustodyRequestId& id);

// With two approvals, the member it is for takes the team's key in her own session.
Result<void> take_team_key(const AccessContext& context, const Session& session, const CustodyRequestId& id);

struct CustodianCodes {
  std::string account;
  SecretText one;
  SecretText other;
  std::string network;
};
struct NewFactor {
  std::string totp_uri;
};
// The new second factor, shown before anything changes; the same as often as it is asked for with these codes.
Result<NewFactor> prepare_account(const AccessContext& context, const CustodianCodes& codes);
struct NewAccess {
  SecretText new_password;
  std::string code;  // of the new authenticator
};
// Opens her key with both codes, in this act alone. Her password, second factor, recovery code and the shares of her
// key are new, her sessions end. Gives the next recovery code.
Result<SecretText> recover_account(const AccessContext& context, const CustodianCodes& codes, const NewAccess& access);

// --- seeing it ---
struct CustodyRequest {
  CustodyRequestId id;
  std::optional<Compartment> kind;  // of a team's key; nothing: an account
  MemberId member;
  std::string member_name;
  std::string requested_by;
  std::string identity_check;
  CustodyState state = CustodyState::waiting;
  UtcTime requested_at;
  UtcTime opens_at;
  UtcTime expires_at;
  std::vector<std::string> approved_by;
  bool approved_by_me = false;
};
struct Custody {
  std::optional<Custodians> in_force;
  std::optional<Custodians> proposed;
  std::vector<CustodyRequest> requests;   // those that run, and those that ended within 30 days
  std::vector<std::string> uncovered;     // members whose key is not split yet: it is at their next sign-in
  std::set<Compartment> uncovered_kinds;  // of the team's keys
};
// Of one's own team.
Result<Custody> view_custody(const AccessContext& context, const Session& session);

// "custody.open" and "custody.expire".
std::map<std::string, jobs::Handler> custody_job_handlers(const AccessContext& context);

}  // namespace nrm::access
