// A real clamd of Debian's on a socket of its own, with one signature: the EICAR test file's, anywhere in a content. It
// asks no network for anything, since nothing but this folder is its database.
#pragma once

#include <fcntl.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <thread>

#include "nrm/storage/testing.hpp"

namespace nrm::attachments::testing {

// Put together here, so that no scanner takes this source for the test file.
inline std::string eicar() {
  return std::string{"X5O!P%@AP[4\\PZX54(P^)7CC)7}"} + "$EICAR-STANDARD-" + "ANTIVIRUS-TEST-FILE!$H+H*";
}

class Clamd {
 public:
  explicit Clamd(const std::string& most = "64M") : folder_{storage::testing::create_scratch_directory()} {
    std::filesystem::create_directory(folder_ / "signatures");
    std::ofstream{folder_ / "signatures/eicar.ndb"} << "Eicar-Test-Signature:0:*:" << hex_of(eicar()) << "\n";
    std::ofstream{folder_ / "clamd.conf"} << "LocalSocket " << socket() << "\nDatabaseDirectory "
                                          << (folder_ / "signatures").string() << "\nForeground yes\nLogFile "
                                          << (folder_ / "clamd.log").string() << "\nMaxThreads 4\nStreamMaxLength "
                                          << most << "\nSelfCheck 0\nBytecode no\n";
    start();
  }
  Clamd(const Clamd&) = delete;
  Clamd& operator=(const Clamd&) = delete;
  ~Clamd() {
    stop();
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  std::string socket() const { return (folder_ / "clamd.ctl").string(); }
  void stop() {
    if (process_ <= 0) return;
    ::kill(process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
    process_ = -1;
  }

 private:
  static std::string hex_of(const std::string& text) { return to_hex(view_of(text)); }
  void start() {
    const auto config = "--config-file=" + (folder_ / "clamd.conf").string();
    const auto said = (folder_ / "said").string();
    process_ = ::fork();
    if (process_ == 0) {
      const int out = ::open(said.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
      ::dup2(out, 1);
      ::dup2(out, 2);
      ::execl("/usr/sbin/clamd", "clamd", config.c_str(), static_cast<char*>(nullptr));
      ::_exit(127);
    }
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds{90};
    while (!answers()) {
      if (std::chrono::steady_clock::now() > until || ::waitpid(process_, nullptr, WNOHANG) != 0) {
        std::ifstream in{said};
        throw std::runtime_error{"clamd (script/bootstrap installs it) does not start: " +
                                 std::string{std::istreambuf_iterator<char>{in}, {}}};
      }
      std::this_thread::sleep_for(std::chrono::milliseconds{50});
    }
  }
  bool answers() const {
    sockaddr_un where{};
    where.sun_family = AF_UNIX;
    socket().copy(where.sun_path, sizeof where.sun_path - 1);
    const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const bool connected = ::connect(fd, reinterpret_cast<const sockaddr*>(&where), sizeof where) == 0;
    char reply[8] = {};
    const bool good = connected && ::send(fd, "zPING", 6, MSG_NOSIGNAL) == 6 &&
                      ::recv(fd, reply, sizeof reply, 0) > 0 && std::string{reply} == "PONG";
    ::close(fd);
    return good;
  }

  std::filesystem::path folder_;
  pid_t process_ = -1;
};

}  // namespace nrm::attachments::testing
