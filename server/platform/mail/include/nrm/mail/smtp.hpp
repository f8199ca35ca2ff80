// One try at one message. Blocking, bounded by the timeout; thread-safe.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>

#include "nrm/mail/message.hpp"

namespace nrm::mail {

enum class Security { tls, starttls, none };  // none: to 127.0.0.1 and ::1 only

struct Server {
  std::string host;
  std::uint16_t port = 587;
  Security security = Security::starttls;
  std::string from;
  std::string user;  // empty: without signing in
  SecretText password;
  std::filesystem::path authorities;  // PEM; empty: the machine's own
  std::chrono::seconds timeout{20};
};
// What is wrong with the settings, in English for the operator; empty where nothing is.
std::string fault_of(const Server& server);

enum class Outcome {
  sent,
  failed,   // later it may go
  refused,  // there is no such recipient
};
struct Report {
  Outcome outcome = Outcome::failed;
  std::string why;  // for the server's own log: no address, no secret
};
Report send(const Server& server, const Message& message, UtcTime at);

}  // namespace nrm::mail
