// What the routes of this module share.
#pragma once

#include "nrm/access/http_session.hpp"
#include "nrm/access/members.hpp"
#include "nrm/http/json.hpp"
#include "nrm/http/path_id.hpp"

namespace nrm::access {

using Routes = std::vector<http::Route>;
Routes session_routes(const AccessContext& context);
Routes account_routes(const AccessContext& context);
Routes joining_routes(const AccessContext& context);
Routes member_routes(const AccessContext& context);
Routes key_routes(const AccessContext& context);
Routes custody_routes(const AccessContext& context);

// A handler for whoever is signed in.
using SignedInHandler = std::function<Result<http::Response>(const http::Request&, const Session&)>;
http::Handler signed_in(const AccessContext& context, SignedInHandler handler);

using http::path_id;

std::vector<std::string> role_codes();
Roles read_roles(http::JsonReader& in);
void write_roles(http::JsonWriter& out, const Roles& roles);
void write_member(http::JsonWriter& out, const MemberInfo& member);

// A fingerprint as somebody types it: numbers, or ten words in any language of the lists.
inline constexpr std::size_t kMaxFingerprint = 300;
// For those who type it instead of scanning the picture of the whole address.
std::string secret_in(std::string_view totp_uri);

// 204 for done, the problem else.
Result<http::Response> done(const Result<void>& result);
http::Response with_cookie(http::Response response, std::string_view token);
http::Response without_cookie(http::Response response);

}  // namespace nrm::access
