#include "shared.hpp"

namespace nrm::access {
namespace {

using http::JsonWriter;
using http::Method;
using http::Request;
using http::Response;

Result<Response> get_key_requests(const AccessContext& context, const Session& session) {
  const auto waiting = list_key_requests(context, session);
  if (!waiting) return tl::unexpected(waiting.error());
  JsonWriter out;
  out.begin_object().key("items").begin_array();
  for (const auto& member : *waiting) {
    out.begin_object().member("member_id", member.id).member("name", member.name).member("account", member.account);
    write_roles(out, member.roles);
    // Not the fingerprint: whoever gives keys types what the person reads out.
    out.member("since", member.in_team_since).end_object();
  }
  out.end_array().end_object();
  return http::json(200, out.take());
}

Result<Response> post_confirmation(const AccessContext& context, const Request& request, const Session& session) {
  const auto id = path_id<MemberId>(request, "member_id");
  if (!id) return tl::unexpected(id.error());
  auto in = http::JsonReader::parse(request.body);
  if (!in) return tl::unexpected(in.error());
  const auto fingerprint = in->text<kMaxFingerprint>("fingerprint");
  if (auto bad = in->finish()) return tl::unexpected(*bad);
  return done(confirm_keys(context, session, *id, fingerprint));
}

}  // namespace

Routes key_routes(const AccessContext& context) {
  return {
      {Method::get, "/api/v1/key-requests",
       signed_in(context,
                 [&context](const Request&, const Session& session) { return get_key_requests(context, session); })},
      {Method::post, "/api/v1/key-requests/{member_id}/confirmation",
       signed_in(context, [&context](const Request& request,
                                     const Session& session) { return post_confirmation(context, request, session); })},
  };
}

}  // namespace nrm::access
