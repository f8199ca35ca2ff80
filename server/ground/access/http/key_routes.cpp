#include "nrm/access/member_key.hpp"
#include "nrm/access/rotation.hpp"
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

Result<Response> post_rotation(const AccessContext& context, const Request& request, const Session& session) {
  const auto team = path_id<TeamId>(request);
  if (!team) return tl::unexpected(team.error());
  if (const auto empty = http::expect_nothing_in(request.body); !empty) return tl::unexpected(empty.error());
  const auto rotated = rotate_team_keys(context, session, *team);
  if (!rotated) return tl::unexpected(rotated.error());
  JsonWriter out;
  out.begin_object().key("kinds").begin_array();
  for (const auto& key : *rotated)
    out.begin_object().member("kind", name_of(key.kind)).member("version", std::int64_t{key.version}).end_object();
  out.end_array().end_object();
  return http::created("/api/v1/teams/" + team->text() + "/keys", out.take());
}

Result<Response> post_own_key(const AccessContext& context, const Request& request, const Session& session) {
  auto in = http::JsonReader::parse(request.body);
  if (!in) return tl::unexpected(in.error());
  const KeyChange change{SecretText{in->text<kMaxPassword>("current_password")}, in->text<16>("code"),
                         network_of(request.client_address)};
  if (auto bad = in->finish()) return tl::unexpected(*bad);
  const auto made = rotate_member_key(context, session, change);
  if (!made) return tl::unexpected(made.error());
  JsonWriter out;
  out.begin_object().member("recovery_code", made->recovery_code.expose());
  out.member("key_fingerprint", made->fingerprint).end_object();
  return without_cookie(http::json(201, out.take()));
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
      {Method::post, "/api/v1/account/key-rotation",
       signed_in(context, [&context](const Request& request,
                                     const Session& session) { return post_own_key(context, request, session); })},
      {Method::post, "/api/v1/teams/{id}/key-rotation",
       signed_in(context, [&context](const Request& request,
                                     const Session& session) { return post_rotation(context, request, session); })},
  };
}

}  // namespace nrm::access
