// For tests only: a real SMTP server on this machine (Debian's python3-aiosmtpd), started and stopped by its process
// id.
#pragma once

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "nrm/mail/smtp.hpp"

extern char** environ;

namespace nrm::mail::testing {

struct SmtpWanted {
  std::string tls = "none";  // "starttls", "tls"
  std::string user = {};
  std::string password = {};
  int port = 0;  // 0: any that is free
};

// A folder of the server's own with its certificate, signed by a test authority, and the mail that it took.
class SmtpServer {
 public:
  explicit SmtpServer(SmtpWanted wanted = {}) : wanted_{std::move(wanted)} {
    std::string pattern = (std::filesystem::temp_directory_path() / "nrm-smtp-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error{"no folder for the mail server"};
    folder_ = pattern;
    if (wanted_.tls != "none") make_certificates();
    start();
  }
  ~SmtpServer() {
    stop();
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  SmtpServer(const SmtpServer&) = delete;
  SmtpServer& operator=(const SmtpServer&) = delete;

  void start() {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error{"no pipe"};
    auto words = command();
    std::vector<char*> raw;
    for (auto& word : words) raw.push_back(word.data());
    raw.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    const int fault = ::posix_spawnp(&process_, raw[0], &actions, nullptr, raw.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    ::close(ends[1]);
    std::string line;
    for (char letter = 0; fault == 0 && ::read(ends[0], &letter, 1) == 1 && letter != '\n';) line += letter;
    ::close(ends[0]);
    if (line.empty()) throw std::runtime_error{"the mail server does not start: is python3-aiosmtpd there?"};
    wanted_.port = std::stoi(line);
  }
  void stop() {
    if (process_ <= 0) return;
    ::kill(process_, SIGINT);
    int state = 0;
    ::waitpid(process_, &state, 0);
    process_ = 0;
  }

  Server settings() const {
    Server out;
    out.host = "127.0.0.1";
    out.port = static_cast<std::uint16_t>(wanted_.port);
    out.security = wanted_.tls == "none" ? Security::none : wanted_.tls == "tls" ? Security::tls : Security::starttls;
    out.from = "notices@nrm.example";
    out.user = wanted_.user;
    out.password = SecretText{wanted_.password};
    if (wanted_.tls != "none") out.authorities = folder_ / "ca.pem";
    out.timeout = std::chrono::seconds{5};
    return out;
  }
  // One line of JSON a mail, in the order they came.
  std::vector<std::string> mails() const {
    std::ifstream file{folder_ / "mails"};
    std::vector<std::string> out;
    for (std::string line; std::getline(file, line);) out.push_back(line);
    return out;
  }

 private:
  std::vector<std::string> command() const {
    std::vector<std::string> out{"/usr/bin/python3",
                                 std::string{NRM_SOURCE_DIR} + "/server/platform/mail/test/smtp_server.py",
                                 "--out",
                                 (folder_ / "mails").string(),
                                 "--port",
                                 std::to_string(wanted_.port),
                                 "--tls",
                                 wanted_.tls};
    if (wanted_.tls != "none")
      out.insert(out.end(), {"--cert", (folder_ / "cert.pem").string(), "--key", (folder_ / "key.pem").string()});
    if (!wanted_.user.empty()) out.insert(out.end(), {"--user", wanted_.user, "--password", wanted_.password});
    return out;
  }
  void make_certificates() const {
    const std::string script =
        "cd '" + folder_.string() +
        "' && openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj "
        "/CN=Test-authority "
        "-keyout ca.key -out ca.pem 2>/dev/null && "
        "openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=mail.example -keyout key.pem "
        "-out request.pem 2>/dev/null && echo subjectAltName=IP:127.0.0.1 > names && "
        "openssl x509 -req -in request.pem -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile names "
        "-out cert.pem 2>/dev/null";
    if (std::system(script.c_str()) != 0) throw std::runtime_error{"openssl makes no certificate"};
  }

  SmtpWanted wanted_;
  std::filesystem::path folder_;
  pid_t process_ = 0;
};

}  // namespace nrm::mail::testing
