// Signing in and out, sessions, one's own password, recovery. Every success and every failure leaves a leaf.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "nrm/access/context.hpp"
#include "nrm/access/session.hpp"

namespace nrm::access {

inline constexpr std::chrono::minutes kIdleLimit{15};   // NIST SP 800-63B-4, AAL3
inline constexpr std::chrono::hours kOverallLimit{12};  // the same
inline constexpr int kMaxSessions = 3;                  // a desk, a laptop, a shared room; the oldest ends
inline constexpr std::size_t kMinPassword = 15;         // code points
inline constexpr std::size_t kMaxPassword = 256;        // code points
inline constexpr std::size_t kMaxAccount = 64;
inline constexpr std::size_t kMaxName = 200;

struct Credentials {
  std::string account;
  SecretText password;
  std::string code;     // of the authenticator app
  std::string network;  // network_of() the caller's address
};
struct SignedIn {
  Session session;
  SecretText token;  // the cookie's value: the only copy of half a key
};
// Blocks for an Argon2id run. Throttled by account and network; the try is counted before it is looked at.
Result<SignedIn> sign_in(const AccessContext& context, const Credentials& credentials, std::string request_id);

// Who holds this token; kSignedOut where it is unknown, idle for too long, over its time, or its member is suspended.
Result<Session> resume(const AccessContext& context, std::string_view token, std::string request_id);

Result<void> sign_out(const AccessContext& context, const Session& session);
struct SessionInfo {
  SessionId id;
  UtcTime started;
  UtcTime last_used;
  std::string network;
  bool current = false;
};
Result<std::vector<SessionInfo>> list_sessions(const AccessContext& context, const Session& session);
Result<void> end_session(const AccessContext& context, const Session& session, const SessionId& id);

struct PasswordChange {
  SecretText current_password;
  std::string code;
  SecretText new_password;
  std::string network;
};
// Her other sessions end.
Result<void> change_password(const AccessContext& context, const Session& session, const PasswordChange& change);

struct Recovery {
  std::string account;
  SecretText recovery_code;
  std::string code;
  SecretText new_password;
  std::string network;
};
// Gives the next recovery code; all her sessions end. The second factor stays in force.
Result<SecretText> recover(const AccessContext& context, const Recovery& recovery);

// The part of an address that throttling counts by: IPv4 /24, IPv6 /56; other text stays as it is.
std::string network_of(std::string_view address);

}  // namespace nrm::access
