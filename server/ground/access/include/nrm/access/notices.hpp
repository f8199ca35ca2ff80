// Notices to a member: something waits for her. A notice has no content; the page that it names tells her what it is.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "nrm/access/context.hpp"
#include "nrm/access/session.hpp"

namespace nrm::access {

struct NoticeTag;
using NoticeId = Id<NoticeTag>;

struct MemberNotice {
  NoticeId id;
  std::string code;    // "custody.requested": what it is about, nothing about a person
  std::string object;  // an opaque id
  UtcTime at;
};

// Inside an act: stays until she has seen it, however long she is away.
void tell_member(log::Act& act, const MemberId& member, std::string_view code, std::string_view object);
// The moment of it; the object is "<member id>:<code>:<object>".
inline constexpr std::string_view kMemberNoticed = "member.noticed";
// To who stands in for her: the same notice, once. False where it is on the cover's list already. No moment of its own.
bool tell_cover(log::Act& act, const MemberId& cover, std::string_view code, std::string_view object);
// Everybody who belongs to the team, suspended members too.
void tell_team(log::Act& act, const TeamId& team, std::string_view code, std::string_view object);

// Her own that she has not seen, the newest first, at most a hundred.
Result<std::vector<MemberNotice>> list_notices(const AccessContext& context, const Session& session);
// Takes it off her list; kNotFound where it is not on it.
Result<void> see_notice(const AccessContext& context, const Session& session, const NoticeId& id);

}  // namespace nrm::access
