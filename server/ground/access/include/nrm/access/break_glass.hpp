// Break-glass: a member opens, for an hour and to read only, what her role or a case's restriction keeps from her. Only
// inside a team that holds the keys already; across bodies it is a call to the duty phone. Here are the facts and the
// keys; when it may be begun and who reviews it is told by the module above.
#pragma once

#include <chrono>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "nrm/access/keyring.hpp"
#include "nrm/access/server_secrets.hpp"
#include "nrm/kernel/paging.hpp"

namespace nrm::access {

// The one action that an emergency reaches.
inline constexpr std::string_view kOpeningAction = "compartment.open";

inline constexpr std::chrono::minutes kGlassLasts{
    60};                                // long enough for an ambulance, short enough to be about one event
inline constexpr int kGlassesADay = 3;  // the fourth emergency of a day is the keeper's to hear of
inline constexpr std::chrono::hours kGlassReviewDue{24};       // while people still remember
inline constexpr std::chrono::hours kGlassUnreviewedEnds{72};  // a weekend; then her right rests until somebody looked

struct BreakGlassTag;
using BreakGlassId = Id<BreakGlassTag>;

struct BreakGlass {
  BreakGlassId id;
  MemberId member;
  TeamId team;
  OrganisationId organisation;
  CaseId case_id;
  std::string category;
  std::set<Compartment> kinds;
  UtcTime started_at;
  UtcTime ends_at;
  MemberId told;                       // the second person
  std::optional<std::string> verdict;  // "justified", "not-justified"; nothing: not reviewed yet
  std::optional<MemberId> reviewed_by;
  std::optional<UtcTime> reviewed_at;
};

// "danger-to-life", "child-at-risk", "keeper-unreachable", "legal-deadline".
const std::vector<std::string>& break_glass_categories();

void insert_break_glass(log::Act& act, const BreakGlass& glass);
std::optional<BreakGlass> find_break_glass(storage::Reader& reader, const BreakGlassId& id);
// Newest first.
std::vector<BreakGlass> break_glasses_of_case(storage::Reader& reader, const CaseId& id);
Page<BreakGlass> break_glasses_of(storage::Reader& reader, const OrganisationId& organisation, const PageRequest& page);
// False where it was reviewed meanwhile.
bool set_verdict(log::Act& act, const BreakGlassId& id, std::string_view verdict, const MemberId& by);
bool has_unreviewed(storage::Reader& reader, const CaseId& id);
void forget_break_glasses(log::Act& act, const CaseId& id);

// What the member's right to break the glass stands at.
enum class GlassRight { granted, used_up, suspended };
GlassRight glass_right(storage::Reader& reader, const MemberId& member, UtcTime now);
void suspend_glass_right(log::Act& act, const MemberId& member, std::string_view cause);
// False where it was not suspended by a verdict. A review that is overdue is no suspension that anyone can lift.
bool restore_glass_right(log::Act& act, const MemberId& member);

std::optional<Emergency> living_emergency(storage::Reader& reader, const Session& session, const CaseId& id,
                                          UtcTime now);

struct MemberPlace {
  OrganisationId organisation;
  TeamId team;
};
std::optional<MemberPlace> find_member_place(storage::Reader& reader, const MemberId& id);

// The other members of the team who hold keys: her reviewers. Case managers first, then by name.
std::vector<MemberId> other_key_holders(storage::Reader& reader, const TeamId& team, const MemberId& but);

// --- emergency keys: for kinds that a member's role does not hold ---
// Given with her own keys by whoever confirms her. The server opens one only under a permit with a living emergency;
// her password together with a stolen disk opens it without: a team may switch it off, and then none are kept.
bool emergency_access(storage::Reader& reader, const TeamId& team);  // on where nobody said otherwise
// Off: every emergency key of the team goes. On: the session gives those that it can, at once, to every colleague whose
// fingerprint a holder has compared.
Result<void> set_emergency_access(log::Act& act, const ServerSecrets& secrets, const Permit& permit, bool enabled);
bool holds_emergency_key(storage::Reader& reader, const Session& session, Compartment kind);
void take_emergency_keys(log::Act& act, const MemberId& member);

}  // namespace nrm::access
