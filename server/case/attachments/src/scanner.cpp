#include "nrm/attachments/scanner.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <charconv>
#include <cstring>
#include <optional>
#include <stdexcept>

namespace nrm::attachments {
namespace {

using namespace std::string_view_literals;

constexpr auto kLoopback = "127.0.0.1:"sv;
// A local socket takes 64 KiB at once; who does not within this is stuck.
constexpr time_t kSendSeconds = 30;
// A 50 MiB archive takes clamd some seconds; its own limit of a scan is 120 s.
constexpr time_t kVerdictSeconds = 120;
constexpr std::size_t kMaxReply = 4096;

std::optional<std::uint16_t> port_in(std::string_view address) {
  if (!address.starts_with(kLoopback)) return std::nullopt;
  const auto digits = address.substr(kLoopback.size());
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  if (error != std::errc{} || end != digits.data() + digits.size() || port == 0) return std::nullopt;
  return port;
}

bool is_socket_path(std::string_view address) {
  return address.starts_with('/') && address.size() < sizeof(sockaddr_un::sun_path) &&
         address.find('\0') == address.npos;
}

int connected_socket(const std::string& address) {
  sockaddr_un local{};
  sockaddr_in loopback{};
  const auto port = port_in(address);
  const int family = port ? AF_INET : AF_UNIX;
  const int fd = ::socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return -1;
  const timeval patience{kSendSeconds, 0};
  ::setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  local.sun_family = AF_UNIX;
  std::memcpy(local.sun_path, address.data(), std::min(address.size(), sizeof local.sun_path - 1));
  loopback.sin_family = AF_INET;
  loopback.sin_port = htons(port.value_or(0));
  loopback.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const auto* where = port ? reinterpret_cast<const sockaddr*>(&loopback) : reinterpret_cast<const sockaddr*>(&local);
  const auto size = port ? sizeof loopback : sizeof local;
  if (::connect(fd, where, static_cast<socklen_t>(size)) == 0) return fd;
  ::close(fd);
  return -1;
}

// clamd's INSTREAM: pieces with their length before them, an empty one at the end, then one line of answer.
class ClamdScan final : public Scan {
 public:
  explicit ClamdScan(const std::string& address) : fd_{connected_socket(address)} { send("zINSTREAM\0"sv); }
  ClamdScan(const ClamdScan&) = delete;
  ClamdScan& operator=(const ClamdScan&) = delete;
  ~ClamdScan() override { close(); }

  void feed(std::string_view bytes) override {
    send_length(bytes.size());
    send(bytes);
  }
  Verdict end() override {
    send_length(0);
    const auto reply = read_reply();
    close();
    if (reply == "stream: OK"sv) return Verdict::clean;
    return reply.starts_with("stream: "sv) && reply.ends_with(" FOUND"sv) ? Verdict::found : Verdict::failed;
  }

 private:
  void send_length(std::size_t length) {
    const auto size = htonl(static_cast<std::uint32_t>(length));
    send({reinterpret_cast<const char*>(&size), sizeof size});
  }
  void send(std::string_view bytes) {
    while (fd_ >= 0 && !bytes.empty()) {
      const auto sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return close();
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
  }
  std::string read_reply() {
    std::string reply;
    const timeval patience{kVerdictSeconds, 0};
    if (fd_ >= 0) ::setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    while (fd_ >= 0 && reply.size() < kMaxReply) {
      char part[256];
      const auto size = ::recv(fd_, part, sizeof part, 0);
      if (size <= 0) return {};
      reply.append(part, static_cast<std::size_t>(size));
      if (const auto end = reply.find('\0'); end != reply.npos) return reply.substr(0, end);
    }
    return {};
  }
  void close() {
    if (fd_ >= 0) ::close(fd_);
    fd_ = -1;
  }

  int fd_;
};

}  // namespace

Scanner::Scanner(std::string address, bool required) : address_{std::move(address)}, required_{required} {
  if (!is_socket_path(address_) && !port_in(address_))
    throw std::runtime_error{"clamd must be the absolute path of its socket, or 127.0.0.1:<port>"};
}

std::unique_ptr<Scan> Scanner::begin() const {
  return std::make_unique<ClamdScan>(address_);
}

}  // namespace nrm::attachments
