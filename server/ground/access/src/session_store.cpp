#include "session_store.hpp"

#include "instance_key.hpp"

namespace nrm::access {
namespace {

constexpr std::size_t kHalf = 16;

Token token_of(ByteView bytes) {
  const auto lookup = crypto::sha256({view_of("nrm session lookup"), bytes.first(kHalf)});
  const auto key = crypto::sha256({view_of("nrm session key"), bytes.subspan(kHalf)});
  return {SecretText{to_base64url(bytes)}, Bytes{lookup.begin(), lookup.end()}, Key32{key}};
}

}  // namespace

Token make_token(Random& random) {
  SecretBytes<2 * kHalf> bytes;
  random.fill(bytes.expose_mutable());
  return token_of(bytes.expose());
}

std::optional<Token> parse_token(std::string_view cookie) {
  if (cookie.size() > 64) return std::nullopt;
  auto bytes = from_base64url(cookie);
  if (!bytes || bytes->size() != 2 * kHalf) return std::nullopt;
  auto token = token_of(*bytes);
  wipe(bytes->data(), bytes->size());
  return token;
}

std::string session_place(const SessionId& id) {
  return fmt::format("session:{}", id.text());
}

NewSession start_session(log::Act& act, const ServerSecrets& secrets, const MemberRow& member, const Key32& member_seed,
                         std::string network, std::string request_id) {
  auto token = make_token(act.random());
  const auto id = SessionId::v7(act.clock(), act.random());
  const auto expires = act.now() + kOverallLimit;
  act.run("DELETE FROM session WHERE expires_at <= $now OR last_used_at <= $idle",
          {{"now", act.now()}, {"idle", act.now() - kIdleLimit}});
  act.run(
      "INSERT INTO session (id, lookup, member, wrapped, started_at, last_used_at, expires_at, network) "
      "VALUES ($id, $lookup, $member, $wrapped, $now, $now, $expires, $network)",
      {{"id", id},
       {"lookup", token.lookup},
       {"member", member.id},
       {"wrapped", crypto::seal(token.wrapping_key, 1, member_seed.expose(), view_of(session_place(id)), act.random())},
       {"now", act.now()},
       {"expires", expires},
       {"network", network}});
  act.run(
      "DELETE FROM session WHERE member = $member AND id NOT IN (SELECT id FROM session WHERE member = $member "
      "ORDER BY started_at DESC, id DESC LIMIT $most)",
      {{"member", member.id}, {"most", kMaxSessions}});
  Session session{
      id,      member.id,   member.team,           member.organisation,     member.roles, member.account, act.now(),
      expires, member_seed, std::move(request_id), instance_key_of(secrets)};
  return {std::move(session), std::move(token)};
}

}  // namespace nrm::access
