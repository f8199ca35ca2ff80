// The session row: found by the hash of one half of the token, opened by the other half, which only the client has.
#pragma once

#include <optional>

#include "nrm/access/accounts.hpp"
#include "rows.hpp"

namespace nrm::access {

struct Token {
  SecretText cookie;  // docs/formats/sessions.md
  Bytes lookup;
  Key32 wrapping_key;
};
Token make_token(Random& random);
std::optional<Token> parse_token(std::string_view cookie);

struct NewSession {
  Session session;
  Token token;
};
// Ends her oldest where she has too many.
NewSession start_session(log::Act& act, const ServerSecrets& secrets, const MemberRow& member, const Key32& member_seed,
                         std::string network, std::string request_id);
std::string session_place(const SessionId& id);

}  // namespace nrm::access
