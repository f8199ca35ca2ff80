#include "passphrase.hpp"

#include <fmt/format.h>
#include <termios.h>
#include <unistd.h>

#include <fstream>
#include <iostream>
#include <iterator>

#include "cli.hpp"

namespace nrm::app {
namespace {

// Echo off while it lives; back on however the question ends.
class Hush {
 public:
  Hush() : is_terminal_{tcgetattr(STDIN_FILENO, &before_) == 0} {
    if (!is_terminal_) return;
    auto quiet = before_;
    quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
  }
  ~Hush() {
    if (is_terminal_) tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
  }
  Hush(const Hush&) = delete;
  Hush& operator=(const Hush&) = delete;

 private:
  termios before_{};
  bool is_terminal_;
};

}  // namespace

std::string ask(const std::string& question) {
  fmt::print(stderr, "{}: ", question);
  std::string line;
  std::getline(std::cin, line);
  return line;
}

SecretText ask_secret(const std::string& question) {
  const Hush hush;
  SecretText secret{ask(question)};
  fmt::print(stderr, "\n");
  return secret;
}

SecretText read_passphrase(const std::string& file) {
  if (file.empty()) {
    auto asked = ask_secret("Passphrase");
    if (asked.expose().empty()) throw Refused{"a passphrase is needed"};
    return asked;
  }
  std::ifstream in{file};
  std::string line;
  std::getline(in, line);
  if (line.empty()) throw Refused{"the first line of " + file + " must be the passphrase"};
  return SecretText{line};
}

Bytes read_file(const std::filesystem::path& file) {
  std::ifstream in{file, std::ios::binary};
  if (!in) throw Refused{"cannot read " + file.string()};
  return {std::istreambuf_iterator<char>{in}, std::istreambuf_iterator<char>{}};
}

}  // namespace nrm::app
