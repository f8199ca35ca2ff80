// One connection over TLS to 127.0.0.1 that is kept and asks one thing after the other.
#pragma once

#include <openssl/ssl.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace nrm::bench {

struct Answer {
  int status = 0;
  std::string head;
  std::string body;
};

// Throws std::runtime_error where the connection breaks. Not for two threads.
class TlsClient {
 public:
  explicit TlsClient(std::uint16_t port);
  TlsClient(const TlsClient&) = delete;
  TlsClient& operator=(const TlsClient&) = delete;
  ~TlsClient();
  Answer ask(std::string_view request);

 private:
  void connect();
  void close();
  void send(std::string_view bytes);
  void read_more();

  std::uint16_t port_;
  int socket_ = -1;
  SSL_CTX* context_;
  SSL* ssl_ = nullptr;
  std::string buffer_;
};

}  // namespace nrm::bench
