#include "operator_session.hpp"

#include "cli.hpp"
#include "passphrase.hpp"

namespace nrm::app {
namespace {

access::Session sign_in_operator(Instance& instance, const SignInWanted& wanted) {
  const auto password = wanted.password_file.empty() ? ask_secret("Password of " + wanted.account)
                                                     : read_passphrase(wanted.password_file);
  const auto code = wanted.code.empty() ? ask("Code") : wanted.code;
  return or_refuse(access::sign_in(instance.access(), {wanted.account, password, code, access::network_of("127.0.0.1")},
                                   RequestId::random(instance.random()).text()))
      .session;
}

}  // namespace

void add_sign_in_options(CLI::App& command, SignInWanted& wanted) {
  command.add_option("--account", wanted.account, "Who signs in")->required();
  command.add_option("--password-file", wanted.password_file, "File whose first line is the password; else asked for");
  command.add_option("--code", wanted.code, "The authenticator's code; else asked for");
}

OperatorSession::OperatorSession(Instance& instance, const SignInWanted& wanted)
    : instance_{instance}, session_{sign_in_operator(instance, wanted)} {}

OperatorSession::~OperatorSession() {
  try {
    (void)access::sign_out(instance_.access(), session_);
  } catch (const std::exception&) {
    // The session then ends by its idle limit.
  }
}

}  // namespace nrm::app
