#include "shared.hpp"

namespace nrm::access {

http::Handler signed_in(const AccessContext& context, SignedInHandler handler) {
  return [resolve = make_session_resolver(context),
          handler = std::move(handler)](const http::Request& request) -> Result<http::Response> {
    const auto session = resolve(request);
    if (!session) return tl::unexpected(session.error());
    return handler(request, *session);
  };
}

std::vector<std::string> role_codes() {
  std::vector<std::string> out;
  out.reserve(kRoles.size());
  for (const auto role : kRoles) out.emplace_back(name_of(role));
  return out;
}

Roles read_roles(http::JsonReader& in) {
  Roles out;
  for (const auto& code : in.codes("roles", role_codes(), kRoles.size())) {
    if (const auto role = parse_role(code)) out.insert(*role);
  }
  if (out.empty() && in.ok()) in.add_fault("roles", "required");
  return out;
}

void write_roles(http::JsonWriter& out, const Roles& roles) {
  out.key("roles").begin_array();
  for (const auto role : roles) out.value(name_of(role));
  out.end_array();
}

void write_member(http::JsonWriter& out, const MemberInfo& member) {
  out.begin_object().member("id", member.id).member("account", member.account).member("name", member.name);
  out.member("team_id", member.team);
  write_roles(out, member.roles);
  out.member("state", member.state).member("keys", name_of(member.keys)).member("fingerprint", member.fingerprint);
  out.end_object();
}

Result<http::Response> done(const Result<void>& result) {
  if (!result) return tl::unexpected(result.error());
  return http::no_content();
}

std::string secret_in(std::string_view totp_uri) {
  constexpr std::string_view before = "secret=";
  const auto rest = totp_uri.substr(totp_uri.find(before) + before.size());
  return std::string{rest.substr(0, rest.find('&'))};
}

// The cookie is half a key: for this host alone, never to scripts, never from another site.
http::Response with_cookie(http::Response response, std::string_view token) {
  response.headers["Set-Cookie"] =
      fmt::format("{}={}; Path=/; Secure; HttpOnly; SameSite=Strict", kSessionCookie, token);
  return response;
}

http::Response without_cookie(http::Response response) {
  response.headers["Set-Cookie"] =
      fmt::format("{}=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0", kSessionCookie);
  response.headers["Clear-Site-Data"] = "\"cache\", \"cookies\", \"storage\"";
  return response;
}

Routes access_routes(const AccessContext& context) {
  Routes out;
  for (auto part : {session_routes(context), account_routes(context), joining_routes(context), member_routes(context),
                    key_routes(context), custody_routes(context)}) {
    out.insert(out.end(), std::make_move_iterator(part.begin()), std::make_move_iterator(part.end()));
  }
  return out;
}

}  // namespace nrm::access
