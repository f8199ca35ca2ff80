// The TLS server. Every limit has its reason in limits.hpp of the sources; slow, huge and half-open connections are
// bounded.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "nrm/http/route.hpp"
#include "nrm/kernel/random.hpp"
#include "nrm/kernel/time.hpp"

namespace nrm::http {

struct ServerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8443;          // 0: any free one
  std::filesystem::path certificate;  // PEM; empty: plain HTTP, for tests of limits and for the loopback health port
  std::filesystem::path private_key;
  std::filesystem::path static_root;  // files of the staff web, read at start; index.html answers unknown paths of it
  std::vector<std::string> languages = {"en", "ru"};
  int io_threads = 1;
  int worker_threads = 4;
  int max_connections = 1024;
  int max_connections_per_address = 64;
  std::chrono::milliseconds header_timeout{10'000};
  std::chrono::milliseconds body_timeout{30'000};
  std::chrono::milliseconds idle_timeout{60'000};
  std::chrono::milliseconds tls_handshake_timeout{10'000};
  std::size_t max_queued_requests = 64;
  // Requests with this cookie may take the queue's last places, kept from strangers' floods.
  std::string session_cookie = "__Host-nrm";
  const Clock* clock = nullptr;  // nothing: the system's; must outlive the server
  Random* random = nullptr;      // nothing: the system's; must outlive the server
  // One line about a fault inside the server, without values of requests; nothing: to standard error. Thread-safe.
  std::function<void(std::string_view line)> log;
  // Sees every request that was understood and its answer; for tests. Thread-safe.
  std::function<void(const Request&, const Response&)> observer;
};

// Renders a Problem in the request's language as application/problem+json.
using ProblemRenderer = std::function<Response(const Problem&, const Request&)>;

class Server {
 public:
  Server(ServerOptions options, std::vector<Route> routes, ProblemRenderer renderer);
  ~Server();
  // Binds and starts its threads; throws std::runtime_error where the port is taken.
  void start();
  std::uint16_t port() const;
  // Refuses new connections, lets running requests finish for at most 10 s.
  void stop();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// A self-signed certificate for localhost and the given names (P-256, 397 days), written 0600 where there is none.
void ensure_certificate(const std::filesystem::path& certificate, const std::filesystem::path& private_key,
                        const std::vector<std::string>& names);

}  // namespace nrm::http
