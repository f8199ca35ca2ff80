// What the routes of this module share.
#pragma once

#include <string>

#include "nrm/access/context.hpp"
#include "nrm/access/session.hpp"
#include "nrm/http/message.hpp"
#include "nrm/http/path_id.hpp"
#include "nrm/pathway/pack.hpp"

namespace nrm::duty {

struct Call {
  const access::AccessContext& access;
  const pathway::Pack& pack;
  const http::Request& request;
  const access::Session& session;
};

inline Result<TeamId> path_team(const Call& call) {
  return http::path_id<TeamId>(call.request);
}

Result<http::Response> get_leaves(const Call& call);
Result<http::Response> delete_leave(const Call& call);

}  // namespace nrm::duty
