#include "nrm/crypto/fingerprint_words.hpp"
#include "shared.hpp"

namespace nrm::access {
namespace {

using http::JsonWriter;
using http::Method;
using http::Request;
using http::Response;

struct Shown {
  std::string name;
  std::string team;
  std::string organisation;
  KeyState keys = KeyState::none_needed;
};

Shown load_shown(const AccessContext& context, const Session& session) {
  return context.database().reading([&](storage::Reader& reader) {
    const auto team = directory::find_team(reader, session.team);
    const auto row = reader.query_one("SELECT name FROM member WHERE id = $id", {{"id", session.member}});
    return Shown{row ? row->text("name") : "", team ? team->name : "", team ? team->organisation_name : "",
                 key_state(reader, session.member)};
  });
}

void write_words(JsonWriter& out, const Session& session) {
  const auto fingerprint = crypto::fingerprint_bytes(crypto::public_keys(session.member_seed));
  out.key("key_fingerprint_words").begin_object();
  for (const auto language : crypto::kFingerprintLanguages)
    out.member(language, crypto::fingerprint_words(fingerprint, language));
  out.end_object();
}

std::string render(const AccessContext& context, const Session& session) {
  const auto shown = load_shown(context, session);
  JsonWriter out;
  out.begin_object().key("member").begin_object();
  out.member("id", session.member).member("account", session.account).member("name", shown.name).end_object();
  out.key("team").begin_object().member("id", session.team).member("name", shown.team).end_object();
  out.key("organisation").begin_object().member("id", session.organisation).member("name", shown.organisation);
  out.end_object();
  write_roles(out, session.roles);
  out.key("compartments").begin_array();
  for (const auto kind : compartments_of(session.roles)) out.value(name_of(kind));
  out.end_array();
  out.member("keys", name_of(shown.keys == KeyState::none_needed ? KeyState::held : shown.keys));
  // Of the key that this session opened, not of what the table says: a key exchanged there is noticed by its owner.
  out.member("key_fingerprint", crypto::fingerprint(crypto::public_keys(session.member_seed)));
  write_words(out, session);
  out.member("expires_at", session.expires);
  out.member("idle_seconds", std::chrono::seconds{kIdleLimit}.count()).end_object();
  return out.take();
}

Result<Response> post_session(const AccessContext& context, const Request& request) {
  auto in = http::JsonReader::parse(request.body);
  if (!in) return tl::unexpected(in.error());
  Credentials credentials{in->text<256>("account"), SecretText{in->text<kMaxPassword>("password")},
                          in->text<16>("code"), network_of(request.client_address)};
  if (auto bad = in->finish()) return tl::unexpected(*bad);
  auto signed_in = sign_in(context, credentials, request.id);
  if (!signed_in) return tl::unexpected(signed_in.error());
  return with_cookie(http::created("/api/v1/session", render(context, signed_in->session)), signed_in->token.expose());
}

Result<Response> get_sessions(const AccessContext& context, const Session& session) {
  const auto sessions = list_sessions(context, session);
  if (!sessions) return tl::unexpected(sessions.error());
  JsonWriter out;
  out.begin_object().key("items").begin_array();
  for (const auto& info : *sessions) {
    out.begin_object().member("id", info.id).member("started_at", info.started);
    out.member("last_used_at", info.last_used).member("network", info.network).member("current", info.current);
    out.end_object();
  }
  out.end_array().end_object();
  return http::json(200, out.take());
}

Result<Response> delete_session(const AccessContext& context, const Session& session) {
  if (auto ended = sign_out(context, session); !ended) return tl::unexpected(ended.error());
  return without_cookie(http::no_content());
}

Result<Response> delete_one(const AccessContext& context, const Request& request, const Session& session) {
  const auto id = path_id<SessionId>(request);
  if (!id) return tl::unexpected(id.error());
  return done(end_session(context, session, *id));
}

}  // namespace

Routes session_routes(const AccessContext& context) {
  return {
      {Method::post, "/api/v1/session", [&context](const Request& request) { return post_session(context, request); }},
      {Method::get, "/api/v1/session",
       signed_in(context,
                 [&context](const Request&, const Session& session) -> Result<Response> {
                   return http::json(200, render(context, session));
                 })},
      {Method::del, "/api/v1/session",
       signed_in(context,
                 [&context](const Request&, const Session& session) { return delete_session(context, session); })},
      {Method::get, "/api/v1/sessions",
       signed_in(context,
                 [&context](const Request&, const Session& session) { return get_sessions(context, session); })},
      {Method::del, "/api/v1/sessions/{id}",
       signed_in(context, [&context](const Request& request,
                                     const Session& session) { return delete_one(context, request, session); })},
  };
}

}  // namespace nrm::access
