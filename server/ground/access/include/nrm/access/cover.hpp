// Who is away, and who stands in for her meanwhile. No key and no right moves: the keys are the team's, and a cover is
// of the same team. While it lasts the cover's own work shows the absent member's too, and her notices reach the cover.
#pragma once

#include <optional>
#include <set>
#include <vector>

#include "nrm/access/context.hpp"
#include "nrm/access/session.hpp"

namespace nrm::access {

namespace problems {
inline constexpr ProblemType kCoverCannot{"access.cover-cannot", 409};  // has not the roles that the work asks for
inline constexpr ProblemType kCoverAway{"access.cover-away", 409};      // is away herself in these days
}  // namespace problems

struct LeaveTag;
using LeaveId = Id<LeaveTag>;

// Both days count, in the pack's time zone.
struct Leave {
  MemberId member;
  std::optional<MemberId> cover;  // nothing: nobody stands in
  Date from;
  Date until;
};
struct RecordedLeave : Leave {
  LeaveId id;
};

// One's own, a colleague's by a case manager, anybody's by an administrator. The cover is an active member of the same
// team (else kNotFound) who can do the work: a caseworker for a caseworker, a coordinator for a coordinator, a data
// protection officer for one.
Result<LeaveId> record_leave(const AccessContext& context, const Session& session, const Leave& leave);
// Of the session's team, those that are not over, the earliest first.
Result<std::vector<RecordedLeave>> list_leaves(const AccessContext& context, const Session& session, Date today);
// She is back, or does not go: it ends with the day before. By whom it could be recorded.
Result<void> end_leave(const AccessContext& context, const Session& session, const LeaveId& id, Date today);

// Active members who stand in for her on that day and are not away themselves.
std::vector<MemberId> covers_of(storage::Reader& reader, const MemberId& member, Date day);
// Whether a member is on leave with nobody there who covers it.
bool is_missing(storage::Reader& reader, const MemberId& member, Date day);
std::set<MemberId> active_members(storage::Reader& reader, const TeamId& team);
// Those of them who do casework or coordinate: whom a notice to the team is for.
std::set<MemberId> addressees(storage::Reader& reader, const TeamId& team);
// Whether somebody of the team with the role is there that day, herself or by her cover.
bool has_present(storage::Reader& reader, const TeamId& team, Role role, Date day);

}  // namespace nrm::access
