#include "nrm/access/custody.hpp"
#include "shared.hpp"

namespace nrm::access {
namespace {

using http::JsonWriter;
using http::Method;
using http::Request;
using http::Response;

std::vector<std::string> identity_checks() {
  return {kIdentityChecks.begin(), kIdentityChecks.end()};
}

std::vector<std::string> kinds() {
  std::vector<std::string> out;
  for (const auto kind : kCompartments) out.emplace_back(name_of(kind));
  return out;
}

void write_custodians(JsonWriter& out, std::string_view name, const std::optional<Custodians>& custodians) {
  out.key(name);
  if (!custodians) {
    out.null();
    return;
  }
  out.begin_object().member("version", custodians->version).member("proposed_by", custodians->proposed_by);
  out.member("proposed_at", custodians->proposed_at).member("in_force_at", custodians->in_force_at);
  out.key("members").begin_array();
  for (const auto& custodian : custodians->members) {
    out.begin_object().member("member_id", custodian.member).member("name", custodian.name);
    out.member("accepted", custodian.accepted).member("able", custodian.able).end_object();
  }
  out.end_array().end_object();
}

void write_request(JsonWriter& out, const CustodyRequest& request) {
  out.begin_object().member("id", request.id).member("what", request.kind ? "team-key" : "account");
  if (request.kind) out.member("kind", name_of(*request.kind));
  out.member("member_id", request.member).member("member_name", request.member_name);
  out.member("requested_by", request.requested_by).member("identity_check", request.identity_check);
  out.member("state", name_of(request.state)).member("requested_at", request.requested_at);
  out.member("opens_at", request.opens_at).member("expires_at", request.expires_at);
  out.key("approved_by").begin_array();
  for (const auto& name : request.approved_by) out.value(name);
  out.end_array().member("approved_by_me", request.approved_by_me).end_object();
}

Result<Response> get_custody(const AccessContext& context, const Request&, const Session& session) {
  const auto custody = view_custody(context, session);
  if (!custody) return tl::unexpected(custody.error());
  JsonWriter out;
  out.begin_object();
  write_custodians(out, "in_force", custody->in_force);
  write_custodians(out, "proposed", custody->proposed);
  out.key("requests").begin_array();
  for (const auto& request : custody->requests) write_request(out, request);
  out.end_array().key("uncovered_members").begin_array();
  for (const auto& name : custody->uncovered) out.value(name);
  out.end_array().key("uncovered_kinds").begin_array();
  for (const auto kind : custody->uncovered_kinds) out.value(name_of(kind));
  out.end_array().end_object();
  return http::json(200, out.take());
}

Result<Response> post_proposal(const AccessContext& context, const Request& request, const Session& session) {
  auto in = http::JsonReader::parse(request.body);
  if (!in) return tl::unexpected(in.error());
  std::vector<MemberId> named;
  for (const auto& text : in->texts("member_ids", 36, 3, http::JsonReader::required)) {
    if (const auto id = MemberId::parse(text)) named.push_back(*id);
  }
  if (named.size() != 3 && in->ok()) in->add_fault("member_ids", "three-needed");
  if (auto bad = in->finish()) return tl::unexpected(*bad);
  const auto version = propose_custodians(context, session, {named[0], named[1], named[2]});
  if (!version) return tl::unexpected(version.error());
  JsonWriter out;
  out.begin_object().member("version", *version).end_object();
  return http::created("/api/v1/custody", out.take());
}

// The version in the path; whatever is no number names no proposal.
Result<std::int64_t> version_in(const Request& request) {
  const auto& text = request.path_params.at("version");
  const bool is_number = !text.empty() && text.size() <= 9 && text.find_first_not_of("0123456789") == std::string::npos;
  if (!is_number) return fail(nrm::problems::kNotFound);
  return std::stoll(text);
}

Result<Response> post_acceptance(const AccessContext& context, const Request& request, const Session& session) {
  const auto version = version_in(request);
  if (!version) return tl::unexpected(version.error());
  if (const auto empty = http::expect_nothing_in(request.body); !empty) return tl::unexpected(empty.error());
  return done(accept_custody(context, session, *version));
}

Result<Response> post_refusal(const AccessContext& context, const Request& request, const Session& session) {
  const auto version = version_in(request);
  if (!version) return tl::unexpected(version.error());
  if (const auto empty = http::expect_nothing_in(request.body); !empty) return tl::unexpected(empty.error());
  return done(decline_custody(context, session, *version));
}

Result<CustodyRequestId> ask(const AccessContext& context, const Session& session, http::JsonReader& in) {
  const auto what = in.code("what", {"account", "team-key"});
  const auto member = in.id<MemberId>("member_id");
  const auto check = in.code("identity_check", identity_checks());
  const auto kind = what == "team-key" ? in.code("kind", kinds()) : std::string{};
  if (auto bad = in.finish()) return tl::unexpected(*bad);
  if (what == "account") return request_account(context, session, {*member, check});
  return request_team_key(context, session, {*member, *parse_compartment(kind), check});
}

Result<Response> post_request(const AccessContext& context, const Request& request, const Session& session) {
  auto in = http::JsonReader::parse(request.body);
  if (!in) return tl::unexpected(in.error());
  const auto id = ask(context, session, *in);
  if (!id) return tl::unexpected(id.error());
  JsonWriter out;
  out.begin_object().member("id", *id).end_object();
  return http::created("/api/v1/custody", out.take());
}

Result<Response> post_approval(const AccessContext& context, const Request& request, const Session& session) {
  const auto id = path_id<CustodyRequestId>(request);
  if (!id) return tl::unexpected(id.error());
  auto in = http::JsonReader::parse(request.body);
  if (!in) return tl::unexpected(in.error());
  const Approval approval{*id, in->code("identity_check", identity_checks()),
                          in->text<kMaxFingerprint>("fingerprint", http::JsonReader::optional)};
  if (auto bad = in->finish()) return tl::unexpected(*bad);
  const auto code = approve(context, session, approval);
  if (!code) return tl::unexpected(code.error());
  JsonWriter out;
  out.begin_object();
  if (*code) out.member("code", (*code)->expose());
  out.end_object();
  return http::json(201, out.take());
}

Result<Response> post_cancellation(const AccessContext& context, const Request& request, const Session& session) {
  const auto id = path_id<CustodyRequestId>(request);
  if (!id) return tl::unexpected(id.error());
  if (const auto empty = http::expect_nothing_in(request.body); !empty) return tl::unexpected(empty.error());
  return done(cancel_custody(context, session, *id));
}

Result<Response> post_taking(const AccessContext& context, const Request& request, const Session& session) {
  const auto id = path_id<CustodyRequestId>(request);
  if (!id) return tl::unexpected(id.error());
  if (const auto empty = http::expect_nothing_in(request.body); !empty) return tl::unexpected(empty.error());
  return done(take_team_key(context, session, *id));
}

CustodianCodes read_codes(http::JsonReader& in, const Request& request) {
  return {in.text<256>("account"), SecretText{in.text<100>("code_one")}, SecretText{in.text<100>("code_two")},
          network_of(request.client_address)};
}

Result<Response> post_preparation(const AccessContext& context, const Request& request) {
  auto in = http::JsonReader::parse(request.body);
  if (!in) return tl::unexpected(in.error());
  const auto codes = read_codes(*in, request);
  if (auto bad = in->finish()) return tl::unexpected(*bad);
  const auto factor = prepare_account(context, codes);
  if (!factor) return tl::unexpected(factor.error());
  JsonWriter out;
  out.begin_object().member("totp_uri", factor->totp_uri).member("totp_secret", secret_in(factor->totp_uri));
  out.end_object();
  return http::json(200, out.take());
}

Result<Response> post_recovery(const AccessContext& context, const Request& request) {
  auto in = http::JsonReader::parse(request.body);
  if (!in) return tl::unexpected(in.error());
  const auto codes = read_codes(*in, request);
  const NewAccess access{SecretText{in->text<kMaxPassword>("new_password")}, in->text<16>("code")};
  if (auto bad = in->finish()) return tl::unexpected(*bad);
  const auto next = recover_account(context, codes, access);
  if (!next) return tl::unexpected(next.error());
  JsonWriter out;
  out.begin_object().member("recovery_code", next->expose()).end_object();
  return http::json(201, out.take());
}

using Action = Result<Response> (*)(const AccessContext&, const Request&, const Session&);

http::Handler bound(const AccessContext& context, Action action) {
  return signed_in(context, [&context, action](const Request& request, const Session& session) {
    return action(context, request, session);
  });
}

}  // namespace

Routes custody_routes(const AccessContext& context) {
  return {
      {Method::get, "/api/v1/custody", bound(context, get_custody)},
      {Method::post, "/api/v1/custody/proposals", bound(context, post_proposal)},
      {Method::post, "/api/v1/custody/proposals/{version}/acceptance", bound(context, post_acceptance)},
      {Method::post, "/api/v1/custody/proposals/{version}/refusal", bound(context, post_refusal)},
      {Method::post, "/api/v1/custody/requests", bound(context, post_request)},
      {Method::post, "/api/v1/custody/requests/{id}/approval", bound(context, post_approval)},
      {Method::post, "/api/v1/custody/requests/{id}/cancellation", bound(context, post_cancellation)},
      {Method::post, "/api/v1/custody/requests/{id}/taking", bound(context, post_taking)},
      {Method::post, "/api/v1/account/custodian-recovery/preparation",
       [&context](const Request& request) { return post_preparation(context, request); }},
      {Method::post, "/api/v1/account/custodian-recovery",
       [&context](const Request& request) { return post_recovery(context, request); }},
  };
}

}  // namespace nrm::access
