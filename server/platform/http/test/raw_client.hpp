// A client that sends exactly the bytes a test wants, over plain TCP or TLS, and reads what comes.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace nrm::http::testing {

class RawClient {
 public:
  RawClient(std::uint16_t port, bool tls, bool handshake = true) {
    fd_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const timeval patience{8, 0};
    ::setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ::setsockopt(fd_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    sockaddr_in where{};
    where.sin_family = AF_INET;
    where.sin_port = htons(port);
    ::inet_pton(AF_INET, "127.0.0.1", &where.sin_addr);
    connected_ = ::connect(fd_, reinterpret_cast<const sockaddr*>(&where), sizeof where) == 0;
    if (tls && handshake && connected_) start_tls(TLS1_2_VERSION, TLS1_3_VERSION);
  }
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;
  ~RawClient() {
    SSL_free(ssl_);
    SSL_CTX_free(context_);
    if (fd_ >= 0) ::close(fd_);
  }

  bool start_tls(int lowest, int highest, const char* ciphers = nullptr) {
    context_ = SSL_CTX_new(TLS_client_method());
    SSL_CTX_set_security_level(context_, 0);
    SSL_CTX_set_min_proto_version(context_, lowest);
    SSL_CTX_set_max_proto_version(context_, highest);
    if (ciphers) SSL_CTX_set_cipher_list(context_, ciphers);
    ssl_ = SSL_new(context_);
    SSL_set_fd(ssl_, fd_);
    return SSL_connect(ssl_) == 1;
  }
  bool connected() const { return connected_; }
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const auto sent = ssl_ ? SSL_write(ssl_, bytes.data(), static_cast<int>(bytes.size()))
                             : ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }
  // One answer: head and as many bytes of body as Content-Length says; empty where the connection ended before.
  std::string read_answer(bool with_body = true) {
    while (pending_.find("\r\n\r\n") == pending_.npos) {
      if (!receive()) return {};
    }
    const auto head_size = pending_.find("\r\n\r\n") + 4;
    std::size_t length = 0;
    const auto at = pending_.find("Content-Length: ");
    if (with_body && at < head_size) length = std::stoul(pending_.substr(at + 16));
    while (pending_.size() < head_size + length) {
      if (!receive()) return {};
    }
    auto answer = pending_.substr(0, head_size + length);
    pending_.erase(0, head_size + length);
    return answer;
  }
  // The head alone, and then what comes, in any portion; empty where the connection ended.
  std::string read_head() {
    while (pending_.find("\r\n\r\n") == pending_.npos) {
      if (!receive()) return {};
    }
    const auto size = pending_.find("\r\n\r\n") + 4;
    auto head = pending_.substr(0, size);
    pending_.erase(0, size);
    return head;
  }
  std::string read_some() {
    if (pending_.empty()) receive();
    return std::exchange(pending_, {});
  }
  std::string ask(std::string_view bytes, bool with_body = true) {
    send(bytes);
    return read_answer(with_body);
  }
  // Whether the server ends the connection before the client's patience ends.
  bool is_closed_by_server() {
    const auto start = std::chrono::steady_clock::now();
    while (receive()) {
    }
    return std::chrono::steady_clock::now() - start < std::chrono::seconds{7};
  }
  SSL* ssl() { return ssl_; }

 private:
  bool receive() {
    char chunk[16384];
    const auto size = ssl_ ? SSL_read(ssl_, chunk, sizeof chunk) : ::recv(fd_, chunk, sizeof chunk, 0);
    if (size <= 0) return false;
    pending_.append(chunk, static_cast<std::size_t>(size));
    return true;
  }
  int fd_ = -1;
  bool connected_ = false;
  SSL_CTX* context_ = nullptr;
  SSL* ssl_ = nullptr;
  std::string pending_;
};

inline int status_of(std::string_view answer) {
  return answer.starts_with("HTTP/1.1 ") ? std::stoi(std::string{answer.substr(9, 3)}) : 0;
}

}  // namespace nrm::http::testing
