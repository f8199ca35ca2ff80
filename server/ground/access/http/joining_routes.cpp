#include "shared.hpp"

namespace nrm::access {
namespace {

using http::JsonWriter;
using http::Method;
using http::Request;
using http::Response;

Result<Response> post_invitation(const AccessContext& context, const Request& request, const Session& session) {
  auto in = http::JsonReader::parse(request.body);
  if (!in) return tl::unexpected(in.error());
  const auto team = in->id<TeamId>("team_id");
  const auto roles = read_roles(*in);
  if (auto bad = in->finish()) return tl::unexpected(*bad);
  const auto invitation = invite(context, session, *team, roles);
  if (!invitation) return tl::unexpected(invitation.error());
  JsonWriter out;
  out.begin_object().member("code", invitation->code.expose()).member("expires_at", invitation->expires).end_object();
  return http::json(201, out.take());
}

Result<Response> post_enrolment(const AccessContext& context, const Request& request) {
  auto in = http::JsonReader::parse(request.body);
  if (!in) return tl::unexpected(in.error());
  const SecretText invitation{in->text<100>("invitation")};
  const NewMember member{in->text<kMaxAccount>("account"), in->text<kMaxName>("name"),
                         SecretText{in->text<kMaxPassword>("password")}};
  if (auto bad = in->finish()) return tl::unexpected(*bad);
  const auto enrolled = enrol(context, invitation, member);
  if (!enrolled) return tl::unexpected(enrolled.error());
  JsonWriter out;
  out.begin_object().member("id", enrolled->id).member("totp_uri", enrolled->totp_uri);
  out.member("totp_secret", secret_in(enrolled->totp_uri));
  out.member("recovery_code", enrolled->recovery_code.expose()).end_object();
  return http::json(201, out.take());
}

Result<Response> post_confirmation(const AccessContext& context, const Request& request) {
  const auto id = path_id<EnrolmentId>(request);
  if (!id) return tl::unexpected(id.error());
  auto in = http::JsonReader::parse(request.body);
  if (!in) return tl::unexpected(in.error());
  const auto code = in->text<16>("code");
  if (auto bad = in->finish()) return tl::unexpected(*bad);
  return done(confirm_enrolment(context, *id, code));
}

}  // namespace

Routes joining_routes(const AccessContext& context) {
  return {
      {Method::post, "/api/v1/invitations",
       signed_in(context, [&context](const Request& request,
                                     const Session& session) { return post_invitation(context, request, session); })},
      {Method::post, "/api/v1/enrolments",
       [&context](const Request& request) { return post_enrolment(context, request); }},
      {Method::post, "/api/v1/enrolments/{id}/confirmation",
       [&context](const Request& request) { return post_confirmation(context, request); }},
  };
}

}  // namespace nrm::access
