// What a team was told. One notice for all of it, without content; each member knows up to where she has looked.
#pragma once

#include <vector>

#include "nrm/access/session.hpp"
#include "nrm/notice/desk.hpp"

namespace nrm::notice {

struct TeamNoticeTag;
using TeamNoticeId = Id<TeamNoticeTag>;

struct TeamNotice {
  TeamNoticeId id;
  std::string code;    // "referral.sent"
  std::string object;  // an opaque id
  UtcTime at;
  bool seen = false;  // she has looked at the list since
};
inline constexpr int kMostShown = 100;
inline constexpr std::chrono::hours kKept{24 * 30};

// Of her own team where she is one of those whom it is for, the newest first, at most a hundred, of thirty days.
Result<std::vector<TeamNotice>> list_team_notices(const Desk& desk, const access::Session& session);
// She has looked at the list: of her team nothing is new until the next one. Mail starts anew.
Result<void> look(const Desk& desk, const access::Session& session);

}  // namespace nrm::notice
