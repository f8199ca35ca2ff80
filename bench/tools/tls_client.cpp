#include "tls_client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <stdexcept>

namespace nrm::bench {
namespace {

constexpr std::string_view kEndOfHead = "\r\n\r\n";

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
  return text;
}

std::size_t length_in(const std::string& head) {
  const auto at = head.find("content-length:");
  if (at == head.npos) return 0;
  const auto digits = head.find_first_not_of(' ', at + 15);
  std::size_t out = 0;
  std::from_chars(head.data() + digits, head.data() + head.size(), out);
  return out;
}

}  // namespace

TlsClient::TlsClient(std::uint16_t port) : port_{port}, context_{SSL_CTX_new(TLS_client_method())} {
  // The certificate is the measured instance's own.
  SSL_CTX_set_verify(context_, SSL_VERIFY_NONE, nullptr);
}

TlsClient::~TlsClient() {
  close();
  SSL_CTX_free(context_);
}

void TlsClient::connect() {
  socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const timeval patience{30, 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  const int at_once = 1;
  ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &at_once, sizeof at_once);
  sockaddr_in where{};
  where.sin_family = AF_INET;
  where.sin_port = htons(port_);
  ::inet_pton(AF_INET, "127.0.0.1", &where.sin_addr);
  if (::connect(socket_, reinterpret_cast<const sockaddr*>(&where), sizeof where) != 0)
    throw std::runtime_error{"nobody answers on the port"};
  ssl_ = SSL_new(context_);
  SSL_set_fd(ssl_, socket_);
  if (SSL_connect(ssl_) != 1) throw std::runtime_error{"no TLS on the port"};
}

void TlsClient::close() {
  SSL_free(ssl_);
  ssl_ = nullptr;
  if (socket_ >= 0) ::close(socket_);
  socket_ = -1;
  buffer_.clear();
}

void TlsClient::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto sent = SSL_write(ssl_, bytes.data(), static_cast<int>(bytes.size()));
    if (sent <= 0) throw std::runtime_error{"the connection broke while asking"};
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

void TlsClient::read_more() {
  std::array<char, 16 * 1024> piece{};
  const auto size = SSL_read(ssl_, piece.data(), static_cast<int>(piece.size()));
  if (size <= 0) throw std::runtime_error{"the connection broke while waiting"};
  buffer_.append(piece.data(), static_cast<std::size_t>(size));
}

Answer TlsClient::ask(std::string_view request) {
  if (ssl_ == nullptr) connect();
  send(request);
  Answer out;
  std::size_t end = 0;
  while ((end = buffer_.find(kEndOfHead)) == buffer_.npos) read_more();
  out.head = lower(buffer_.substr(0, end));
  buffer_.erase(0, end + kEndOfHead.size());
  out.status = std::stoi(out.head.substr(out.head.find(' ') + 1, 3));
  const auto length = length_in(out.head);
  while (buffer_.size() < length) read_more();
  out.body = buffer_.substr(0, length);
  buffer_.erase(0, length);
  if (out.head.find("connection: close") != out.head.npos) close();
  return out;
}

}  // namespace nrm::bench
