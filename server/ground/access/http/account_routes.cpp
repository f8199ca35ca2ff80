#include "shared.hpp"

namespace nrm::access {
namespace {

using http::JsonWriter;
using http::Method;
using http::Request;
using http::Response;

Result<Response> put_password(const AccessContext& context, const Request& request, const Session& session) {
  auto in = http::JsonReader::parse(request.body);
  if (!in) return tl::unexpected(in.error());
  PasswordChange change{SecretText{in->text<kMaxPassword>("current_password")}, in->text<16>("code"),
                        SecretText{in->text<kMaxPassword>("new_password")}, network_of(request.client_address)};
  if (auto bad = in->finish()) return tl::unexpected(*bad);
  return done(change_password(context, session, change));
}

Result<Response> post_recovery(const AccessContext& context, const Request& request) {
  auto in = http::JsonReader::parse(request.body);
  if (!in) return tl::unexpected(in.error());
  Recovery recovery{in->text<256>("account"), SecretText{in->text<100>("recovery_code")}, in->text<16>("code"),
                    SecretText{in->text<kMaxPassword>("new_password")}, network_of(request.client_address)};
  if (auto bad = in->finish()) return tl::unexpected(*bad);
  const auto next = recover(context, recovery);
  if (!next) return tl::unexpected(next.error());
  JsonWriter out;
  out.begin_object().member("recovery_code", next->expose()).end_object();
  return http::json(201, out.take());
}

}  // namespace

Routes account_routes(const AccessContext& context) {
  return {
      {Method::put, "/api/v1/account/password",
       signed_in(context, [&context](const Request& request,
                                     const Session& session) { return put_password(context, request, session); })},
      {Method::post, "/api/v1/account/recovery",
       [&context](const Request& request) { return post_recovery(context, request); }},
  };
}

}  // namespace nrm::access
