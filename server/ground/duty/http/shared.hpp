// What the routes of this module share.
#pragma once

#include <string>

#include "nrm/access/context.hpp"
#include "nrm/access/session.hpp"
#include "nrm/http/message.hpp"
#include "nrm/pathway/pack.hpp"

namespace nrm::duty {

struct Call {
  const access::AccessContext& access;
  const pathway::Pack& pack;
  const http::Request& request;
  const access::Session& session;
};

// Missing and malformed are one answer: an id that cannot be is one that is not there.
template <class IdType>
Result<IdType> path_id(const Call& call, const std::string& name) {
  const auto found = call.request.path_params.find(name);
  const auto id = found == call.request.path_params.end() ? std::nullopt : IdType::parse(found->second);
  if (!id) return fail(nrm::problems::kNotFound);
  return *id;
}
inline Result<TeamId> path_team(const Call& call) {
  return path_id<TeamId>(call, "id");
}

Result<http::Response> get_leaves(const Call& call);
Result<http::Response> delete_leave(const Call& call);

}  // namespace nrm::duty
