#include "nrm/access/notices.hpp"
#include "shared.hpp"

namespace nrm::access {
namespace {

using http::Method;
using http::Request;
using http::Response;

Result<Response> get_notices(const AccessContext& context, const Session& session) {
  const auto notices = list_notices(context, session);
  if (!notices) return tl::unexpected(notices.error());
  http::JsonWriter out;
  out.begin_object().key("items").begin_array();
  for (const auto& notice : *notices) {
    out.begin_object().member("id", notice.id).member("code", notice.code).member("object", notice.object);
    out.member("at", notice.at).end_object();
  }
  out.end_array().end_object();
  return http::json(200, out.take());
}

Result<Response> delete_notice(const AccessContext& context, const Request& request, const Session& session) {
  const auto id = path_id<NoticeId>(request);
  if (!id) return tl::unexpected(id.error());
  return done(see_notice(context, session, *id));
}

}  // namespace

Routes notice_routes(const AccessContext& context) {
  return {
      {Method::get, "/api/v1/notices",
       signed_in(context,
                 [&context](const Request&, const Session& session) { return get_notices(context, session); })},
      {Method::del, "/api/v1/notices/{id}",
       signed_in(context, [&context](const Request& request,
                                     const Session& session) { return delete_notice(context, request, session); })},
  };
}

}  // namespace nrm::access
