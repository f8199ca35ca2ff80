// A demonstration instance: fictional teams and persons, members whose passwords and second factors are kept in
// demo.json beside the data, so that a newcomer is signed in within a minute. Never for real persons.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "nrm/crypto/crypto.hpp"

namespace nrm::app {

struct DemoAccount {
  std::string account;
  std::string name;
  std::string team;
  std::string role;
  std::string password;
  crypto::TotpSecret totp_secret;
};

void found_demo(const std::filesystem::path& folder, int port);
// Throws Refused where the folder holds no demonstration.
std::vector<DemoAccount> read_demo_accounts(const std::filesystem::path& folder);
std::string current_code(const DemoAccount& account);

}  // namespace nrm::app
