// A member signed in at the command line: whatever touches sealed data needs one.
#pragma once

#include <CLI/CLI.hpp>

#include <string>

#include "nrm/access/accounts.hpp"
#include "nrm/opennrm/instance.hpp"

namespace nrm::app {

struct SignInWanted {
  std::string account;
  std::string password_file;
  std::string code;
};
// Adds --account, --password-file and --code.
void add_sign_in_options(CLI::App& command, SignInWanted& wanted);

// Signed in while it lives; signs out when it ends. What was not given is asked for.
class OperatorSession {
 public:
  OperatorSession(Instance& instance, const SignInWanted& wanted);
  ~OperatorSession();
  OperatorSession(const OperatorSession&) = delete;
  OperatorSession& operator=(const OperatorSession&) = delete;
  const access::Session& operator*() const { return session_; }
  const access::Session* operator->() const { return &session_; }

 private:
  Instance& instance_;
  access::Session session_;
};

}  // namespace nrm::app
